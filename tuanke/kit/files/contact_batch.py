"""One chunk of a list of contacts: texts become typed columns, rows are taken or rejected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.amounts import AMOUNT, amounts
from tuanke.kit.files.birthdays import birthdays
from tuanke.kit.files.cells import texts as clean_texts
from tuanke.kit.files.chunks import Chunk, Mask
from tuanke.kit.files.consents import consents
from tuanke.kit.files.contact_keys import CONTACT_KEYS, NAMES, REACHES
from tuanke.kit.files.contact_names import whole_name
from tuanke.kit.files.flaws import WARNINGS_SCHEMA, Flaws, doubts
from tuanke.kit.files.keys import ColumnMap
from tuanke.kit.files.moments import MOMENT, DateStyle, moments
from tuanke.kit.files.order_texts import OrderTexts
from tuanke.kit.files.phones import phones
from tuanke.kit.files.preset import Preset

EXTRA = pa.map_(pa.string(), pa.string())
_TYPES = {
    "text": pa.string(), "amount": AMOUNT, "moment": MOMENT, "tags": pa.list_(pa.string()),
    "consent": pa.string(), "birthday": pa.string(),
}  # fmt: skip
_PARTS = ("given_name", "family_name")
CONTACT_SCHEMA = pa.schema(
    [
        ("line", pa.int64()),
        *((name, _TYPES[key.type]) for name, key in CONTACT_KEYS.items() if name not in _PARTS),
        ("birthday_on", pa.date32()),
        ("birthday_month_day", pa.string()),
        ("birthday_lunar", pa.bool_()),
        ("extra", EXTRA),
    ],
)


@dataclass(frozen=True)
class ContactBatch:
    """`table` in CONTACT_SCHEMA, `rejects` in REJECTS_SCHEMA, `warnings` in WARNINGS_SCHEMA; `rows` were read."""

    table: pa.Table
    rejects: pa.Table
    warnings: pa.Table
    rows: int

    @property
    def valid_rows(self) -> int:
        valid: int = self.table.num_rows
        return valid


@dataclass(frozen=True)
class ContactReader:
    """`extra` are the columns no key was found for: they may become fields of the merchant's own."""

    preset: Preset
    columns: ColumnMap
    zone: str
    styles: Mapping[str, DateStyle]
    extra: tuple[str, ...]

    def read(self, texts: OrderTexts) -> ContactBatch:
        chunk = texts.chunk
        flaws = self._flaws(texts)
        values: dict[str, pa.Array] = {"line": chunk.lines, "extra": self._extra(chunk)}
        warnings = [WARNINGS_SCHEMA.empty_table()]
        for key, column in self.columns.columns.items():
            typed, invalid = self._typed(key, texts.get(key))
            values.update(typed)
            wrong = flaws.sound & pc.fill_null(invalid, fill_value=False).to_numpy(zero_copy_only=False)
            if wrong.any():
                warnings.append(doubts(chunk, wrong, _code(key), key, column))
        name = whole_name(texts.get("given_name"), texts.get("family_name"))
        values["customer_name"] = pc.coalesce(texts.get("customer_name"), name)
        table = pa.table(
            [
                values.get(field.name, pa.nulls(len(chunk), field.type)).cast(field.type)
                for field in CONTACT_SCHEMA
            ],
            schema=CONTACT_SCHEMA,
        )
        return ContactBatch(
            table.filter(pa.array(flaws.sound)),
            flaws.table(chunk, self.columns.columns),
            pa.concat_tables(warnings),
            len(chunk),
        )

    def _flaws(self, texts: OrderTexts) -> Flaws:
        flaws = Flaws(len(texts.chunk))
        flaws.add(texts.chunk.too_many, "too_many_cells", None)
        named = _any_of(texts.get(key).is_valid() for key in ("customer_id", *NAMES))
        reached = _any_of(_usable(key, texts.get(key)) for key in REACHES)
        given = _any_of(texts.get(key).is_valid() for key in REACHES)
        flaws.add(~(named | reached) & given, "contact_masked", self._first_reach())
        flaws.add(~(named | reached), "contact_blank", None)
        return flaws

    def _first_reach(self) -> str | None:
        return next((key for key in REACHES if key in self.columns.columns), None)

    def _typed(self, key: str, cells: pa.StringArray) -> tuple[dict[str, pa.Array], pa.BooleanArray]:
        """(the columns that the key fills, the cells that could not be read)."""
        fine = pa.repeat(pa.scalar(value=False), len(cells))
        match CONTACT_KEYS[key].type:
            case "amount":
                number = amounts(cells)
                return {key: number.values}, number.invalid
            case "moment":
                read = moments(cells, zone=self.preset.tz or self.zone, style=self.styles[key])
                return {key: read.values}, read.invalid
            case "tags":
                return {key: pc.split_pattern_regex(cells, self.preset.tags_separator)}, fine
            case "consent":
                return {key: consents(cells, self.preset.consent_map)}, fine
            case "birthday":
                found = birthdays(cells)
                parts = (pc.struct_field(found, name) for name in ("on", "month_day", "lunar"))
                names = ("birthday_on", "birthday_month_day", "birthday_lunar")
                unread = pc.and_(cells.is_valid(), pc.struct_field(found, "month_day").is_null())
                return {key: cells, **dict(zip(names, parts, strict=True))}, unread
            case _:
                return {key: cells}, fine

    def _extra(self, chunk: Chunk) -> pa.MapArray:
        """What stands in the other columns, by header; blank cells are left out."""
        rows, width = len(chunk), len(self.extra)
        cleaned = [clean_texts(chunk.column(column), self.preset.null_tokens) for column in self.extra]
        columns = pa.concat_arrays([pa.nulls(0, pa.string()), *cleaned])
        by_row = np.arange(rows * width).reshape(width, rows).T.ravel()
        cells = columns.take(pa.array(by_row))
        given = cells.is_valid().to_numpy(zero_copy_only=False)
        ends = np.concatenate([[0], given.reshape(rows, width).sum(axis=1).cumsum()]).astype(np.int32)
        headers = pa.array(self.extra, pa.string()).take(pa.array(np.tile(np.arange(width), rows)[given]))
        return pa.MapArray.from_arrays(pa.array(ends), headers, cells.drop_null())


def _any_of(masks: Iterable[pa.BooleanArray]) -> Mask:
    either = reduce(pc.or_, masks)
    mask: Mask = either.to_numpy(zero_copy_only=False)
    return mask


def _usable(key: str, cells: pa.StringArray) -> pa.BooleanArray:
    if key.startswith("phone"):
        return phones(cells).e164.is_valid()
    clear = pc.fill_null(pc.invert(pc.match_substring(cells, "*")), fill_value=False)
    return (
        pc.and_(clear, pc.fill_null(pc.match_substring(cells, "@"), fill_value=False))
        if key == "email"
        else clear
    )


def _code(key: str) -> str:
    return "date_invalid" if CONTACT_KEYS[key].type == "moment" else f"{key}_invalid"
