"""A chunk of an order file as clean texts by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import joined, texts
from tuanke.kit.files.chunks import Chunk, Mask
from tuanke.kit.files.customers import resolve
from tuanke.kit.files.keys import ColumnMap
from tuanke.kit.files.preset import Preset

ORDER_KEY_JOINT = "/"


@dataclass(frozen=True)
class OrderTexts:
    """`masked` marks rows whose customer is given but cannot tell one person from another."""

    chunk: Chunk
    by_key: Mapping[str, pa.StringArray]
    masked: Mask | None

    def get(self, key: str) -> pa.StringArray:
        """The key's texts, null where its cell is blank or the file has no such column."""
        return self.by_key[key] if key in self.by_key else pa.nulls(len(self.chunk), pa.string())


class TextReader:
    """Reads the chunks of one pass in order: what is filled down is remembered from chunk to chunk."""

    def __init__(self, preset: Preset, columns: ColumnMap) -> None:
        self._preset = preset
        self._columns = columns
        self._above: dict[str, pa.Scalar] = {}

    def read(self, chunk: Chunk) -> OrderTexts:
        clean = cache(partial(self._clean, chunk))  # a column may serve a key and the customer's rules
        by_key = {key: clean(column) for key, column in self._columns.columns.items()}
        for key, column in self._columns.times.items():
            by_key[key] = joined(by_key[key], clean(column), " ")
        for key, pattern in self._preset.split.items():
            if key in by_key:
                _cut(by_key, key, pattern)
        if self._columns.order_key:
            parts = map(clean, self._columns.order_key)
            by_key["order_id"] = pc.binary_join_element_wise(*parts, ORDER_KEY_JOINT)
        masked = None
        if "customer_id" not in by_key:

            def given(column: str) -> pa.StringArray:
                if column.startswith("@"):
                    return by_key.get(column[1:], pa.nulls(len(chunk), pa.string()))
                return clean(column)

            by_key["customer_id"], masked = resolve(self._columns.customer, given, len(chunk))
        for key in self._preset.fill_down:
            if key in by_key:
                by_key[key] = self._filled(key, by_key[key])
        return OrderTexts(chunk, by_key, masked)

    def column(self, chunk: Chunk, key: str) -> pa.StringArray:
        return self._clean(chunk, self._columns.columns[key])

    def _clean(self, chunk: Chunk, column: str) -> pa.StringArray:
        return texts(chunk.column(column), self._preset.null_tokens)

    def _filled(self, key: str, cells: pa.StringArray) -> pa.StringArray:
        above = self._above.get(key, pa.scalar(None, pa.string()))
        filled = pc.fill_null_forward(pa.concat_arrays([pa.array([above.as_py()], pa.string()), cells]))
        self._above[key] = filled[-1]
        return filled[1:]


def _cut(by_key: dict[str, pa.StringArray], key: str, pattern: str) -> None:
    """The cell's parts go to the keys that the pattern's groups name; a cell of another form stays."""
    found = pc.extract_regex(by_key[key], pattern)
    for field in found.type:
        part = pc.struct_field(found, field.name)
        part = pc.if_else(pc.equal(part, ""), pa.scalar(None, pa.string()), part)
        own = by_key.get(field.name)
        by_key[field.name] = (
            part if own is None else pc.coalesce(*((part, own) if field.name == key else (own, part)))
        )
