"""The lines of orders that stand in a file of their own, joined to their orders by the order's number."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.amounts import product, quantities
from tuanke.kit.files.flaws import REJECTS_SCHEMA, Flaws
from tuanke.kit.files.keys import ColumnMap
from tuanke.kit.files.order_texts import OrderTexts, TextReader
from tuanke.kit.files.preset import Preset
from tuanke.kit.files.shares import Integers, to_units
from tuanke.kit.files.sheet import Sheet
from tuanke.kit.files.spreading import shared_out, spread

LINE_KEYS = ("product", "sku", "quantity", "unit_price")
_NUMBERS = ("quantity", "unit_price")


@dataclass(frozen=True)
class DetailFile:
    sheet: Sheet
    preset: Preset
    columns: ColumnMap

    def joined(self, table: pa.Table) -> pa.Table:
        """Each order's row becomes its lines here, its amounts shared by quantity × price.

        An order without details stays as it is; the lines share the `line` of their order.
        """
        place = pc.index_in(table["order_id"].combine_chunks(), self._ids).fill_null(-1).to_numpy()
        counts = np.append(self._counts, 0)[place]
        over = spread(np.maximum(counts, 1))
        first = np.append(np.cumsum(self._counts) - self._counts, 0)[place]
        found = pa.array(first[over.rows] + over.places, mask=counts[over.rows] == 0)
        rows = table.take(pa.array(over.rows))
        own = {key: self._lines[key].take(found) for key in LINE_KEYS}
        weight, known = to_units(product(own["quantity"], own["unit_price"]))
        columns = {
            **{
                key: pc.coalesce(cells.cast(rows.schema.field(key).type), rows[key])
                for key, cells in own.items()
            },
            **shared_out(table, over, np.where(known, weight, -1)),
        }
        return pa.table([columns.get(name, rows[name]) for name in table.column_names], schema=table.schema)

    def strays(self, orders: pa.Array) -> Iterator[pa.Table]:
        """Details whose order is not among `orders`: rejects with the lines and cells of this file."""
        for texts in self._texts():
            flaws = Flaws(len(texts.chunk))
            known = pc.is_in(texts.get("order_id"), value_set=orders)
            flaws.add(pc.invert(known), "detail_without_order", "order_id")
            yield flaws.table(texts.chunk, self.columns.columns).cast(REJECTS_SCHEMA)

    def _texts(self) -> Iterator[OrderTexts]:
        reader = TextReader(self.preset, self.columns)
        return (reader.read(chunk) for chunk in self.sheet.chunks())

    @cached_property
    def _lines(self) -> dict[str, pa.Array]:
        """All details, those of one order next to each other."""
        parts = [
            pa.table({key: texts.get(key) for key in ("order_id", *LINE_KEYS)}) for texts in self._texts()
        ]
        rows = pa.concat_tables(parts).filter(pc.field("order_id").is_valid()).combine_chunks()
        codes = rows["order_id"].combine_chunks().dictionary_encode().indices.to_numpy()
        rows = rows.take(pa.array(np.argsort(codes, kind="stable")))
        columns = {name: rows[name].combine_chunks() for name in rows.column_names}
        return columns | {key: quantities(columns[key]).values for key in _NUMBERS}

    @cached_property
    def _ids(self) -> pa.Array:
        return self._lines["order_id"].dictionary_encode().dictionary

    @cached_property
    def _counts(self) -> Integers:
        codes = self._lines["order_id"].dictionary_encode().indices.to_numpy()
        counts: Integers = np.bincount(codes, minlength=len(self._ids))
        return counts
