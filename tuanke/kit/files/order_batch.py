"""One chunk of an order file: texts become typed columns, rows are taken or rejected."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.amounts import AMOUNT, amounts, product, quantities
from tuanke.kit.files.cells import rounded
from tuanke.kit.files.chunks import Mask
from tuanke.kit.files.flags import flags
from tuanke.kit.files.flaws import WARNINGS_SCHEMA, Flaws, doubts
from tuanke.kit.files.items import with_lines
from tuanke.kit.files.keys import ORDER_KEYS, ColumnMap
from tuanke.kit.files.moments import DateStyle, moments
from tuanke.kit.files.order_level import OrderLevel
from tuanke.kit.files.order_schema import ORDER_SCHEMA, OrderBatch
from tuanke.kit.files.order_texts import OrderTexts
from tuanke.kit.files.preset import Preset
from tuanke.kit.files.statuses import excluded, refunded

# long numbers, which a workbook may have rounded
NUMBERED = ("order_id", "sku", "voucher", "payer", "group_id")
LEADER = "团长"


@dataclass(frozen=True)
class BatchReader:
    """`zone` is the business zone; `order_level` is given where an order says things once for its rows."""

    preset: Preset
    columns: ColumnMap
    zone: str
    styles: Mapping[str, DateStyle]
    as_of: date | None
    order_level: OrderLevel | None

    def read(self, texts: OrderTexts) -> OrderBatch:
        if self.order_level is not None:
            texts = _completed(texts, self.order_level)
        draft = _Draft(texts, Flaws(len(texts.chunk)))
        draft.flaws.add(texts.chunk.too_many, "too_many_cells", None)
        self._customer(draft)
        self._date(draft)
        self._amount(draft)
        self._optional(draft)
        self._status(draft)
        return self._batch(draft)

    def _customer(self, draft: "_Draft") -> None:
        customer = draft.texts.get("customer_id")
        if draft.texts.masked is not None:
            masked = draft.texts.masked & _null(customer)
            draft.flaws.add(masked, "customer_masked", "customer_id")
        draft.flaws.add(customer.is_null(), "customer_blank", "customer_id")
        draft.values["customer_id"] = customer

    def _date(self, draft: "_Draft") -> None:
        cells = draft.texts.get("ordered_at")
        zone = self.preset.tz or self.zone
        read = moments(cells, zone=zone, style=self.styles["ordered_at"])
        draft.flaws.add(cells.is_null(), "date_blank", "ordered_at")
        draft.flaws.add(read.ambiguous, "date_ambiguous", "ordered_at")
        draft.flaws.add(read.invalid, "date_invalid", "ordered_at")
        draft.values["ordered_at"] = read.values
        wall_clock = pc.local_timestamp(read.values.cast(pa.timestamp("us", self.zone)))
        draft.values["ordered_on"] = pc.floor_temporal(wall_clock, unit="day").cast(pa.date32())

    def _amount(self, draft: "_Draft") -> None:
        if "amount" in self.columns.columns:
            cells = draft.texts.get("amount")
            read = amounts(cells)
            value, provisional = read.values, read.provisional
            if self.order_level is not None:
                value = self.order_level.shared(draft.texts.chunk.lines, value)
            draft.flaws.add(_null(value) & _null(cells), "amount_blank", "amount")
        else:
            value, provisional = (
                self._priced(draft),
                pa.repeat(pa.scalar(value=False), len(draft.texts.chunk)),
            )
        draft.flaws.add(value.is_null(), "amount_invalid", "amount")
        draft.values.update(amount=value, provisional=provisional, is_refund=pc.less(value, 0))

    def _priced(self, draft: "_Draft") -> pa.Array:
        """Quantity × unit price; a row without either is rejected for that."""
        factors = []
        for key in ("quantity", "unit_price"):
            cells = draft.texts.get(key)
            read = quantities(cells)
            draft.flaws.add(cells.is_null(), f"{key}_blank", key)
            draft.flaws.add(read.invalid, f"{key}_invalid", key)
            factors.append(read.values)
        return product(*factors)

    def _optional(self, draft: "_Draft") -> None:
        """The remaining keys; a cell that cannot be read is left out with a warning."""
        for key, cells in draft.texts.by_key.items():
            if key in draft.values or key == "status":
                continue
            if ORDER_KEYS[key].type == "text":
                draft.values[key] = cells
                if key in NUMBERED:
                    self._doubt(draft, key, rounded(cells), "digits_lost")
                continue
            draft.values[key], invalid = self._typed(key, cells)
            self._doubt(draft, key, invalid, f"{_stem(key)}_invalid")
        if "is_leader" not in draft.values and "group_role" in draft.values:
            draft.values["is_leader"] = pc.equal(draft.values["group_role"], LEADER)

    def _doubt(self, draft: "_Draft", key: str, cells: pa.BooleanArray, code: str) -> None:
        wrong = draft.flaws.sound & pc.fill_null(cells, fill_value=False).to_numpy(zero_copy_only=False)
        if wrong.any() and key in self.columns.columns:
            draft.warnings.append(doubts(draft.texts.chunk, wrong, code, key, self.columns.columns[key]))

    def _typed(self, key: str, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray]:
        if ORDER_KEYS[key].type == "flag":
            return flags(cells)
        if ORDER_KEYS[key].type == "moment":
            read = moments(cells, zone=self.preset.tz or self.zone, style=self.styles[key])
            return read.values, read.invalid
        number = (amounts if ORDER_KEYS[key].type == "amount" else quantities)(cells)
        return number.values, number.invalid

    def _status(self, draft: "_Draft") -> None:
        raw = draft.texts.get("status")
        out = pc.or_(excluded(raw, self.preset.status_map), draft.texts.get("cancelled_at").is_valid())
        if self.as_of is not None:
            later = pc.greater(draft.values["ordered_on"], pa.scalar(self.as_of, pa.date32()))
            out = pc.or_(out, pc.fill_null(later, fill_value=False))
        draft.values.update(raw_status=raw, status=pc.if_else(out, "excluded", "valid"))
        if "refunded" in self.preset.status_map.values():
            self._refund(draft)

    def _refund(self, draft: "_Draft") -> None:
        """What a status says was refunded, and no amount tells otherwise, was refunded whole."""
        whole = pc.or_(
            refunded(draft.texts.get("status"), self.preset.status_map),
            refunded(draft.texts.get("refund_status"), self.preset.status_map),
        )
        amount = draft.values["amount"]
        stated = draft.values.get("refund_amount", pa.nulls(len(amount), AMOUNT))
        draft.values["refund_amount"] = pc.if_else(pc.and_(whole, stated.is_null()), amount, stated)

    def _batch(self, draft: "_Draft") -> OrderBatch:
        chunk = draft.texts.chunk
        draft.values["line"] = chunk.lines
        columns = [
            draft.values.get(field.name, pa.nulls(len(chunk), field.type)).cast(field.type)
            for field in ORDER_SCHEMA
        ]
        table = pa.table(columns, schema=ORDER_SCHEMA).filter(pa.array(draft.flaws.sound))
        if self.preset.items_pattern and "product" in self.columns.columns:
            table = with_lines(table, self.preset.items_pattern)
        rejects = draft.flaws.table(chunk, self.columns.columns)
        warnings = pa.concat_tables([WARNINGS_SCHEMA.empty_table(), *draft.warnings])
        return OrderBatch(table, rejects, warnings, len(chunk))


@dataclass(frozen=True)
class _Draft:
    """A batch in the making."""

    texts: OrderTexts
    flaws: Flaws
    values: dict[str, pa.Array] = field(default_factory=dict)
    warnings: list[pa.Table] = field(default_factory=list)


def _completed(texts: OrderTexts, level: OrderLevel) -> OrderTexts:
    """Blank cells of what an order states once take the order's value."""
    return replace(texts, by_key={**texts.by_key, **level.filled(texts)})


def _null(values: pa.Array) -> Mask:
    mask: Mask = values.is_null().to_numpy(zero_copy_only=False)
    return mask


def _stem(key: str) -> str:
    return "date" if ORDER_KEYS[key].type == "moment" else key
