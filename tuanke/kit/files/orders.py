"""An order file in canonical form: valid rows in one schema, every other row rejected with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from tuanke.kit.files.amounts import amounts, product, quantities
from tuanke.kit.files.keys import ORDER_KEYS, ColumnMap
from tuanke.kit.files.limits import DEFAULT_LIMITS, Limits
from tuanke.kit.files.moments import DateStyle, date_style
from tuanke.kit.files.order_batch import BatchReader, OrderBatch
from tuanke.kit.files.order_texts import OrderTexts, TextReader
from tuanke.kit.files.plan import make_plan
from tuanke.kit.files.preset import MoneyPolicy, Preset
from tuanke.kit.files.shares import OrderLevel, order_level
from tuanke.kit.files.sheet import Sheet, SheetOptions, open_sheet

BUSINESS_ZONE = "Asia/Shanghai"
PROBE_ROWS = 2_000


@dataclass(frozen=True)
class OrderFile:
    """An opened order file. `batches` may be called again; each call reads the file from its start."""

    sheet: Sheet
    preset: Preset
    columns: ColumnMap
    zone: str
    as_of: date | None = None

    @property
    def header(self) -> tuple[str, ...]:
        return self.sheet.header

    @property
    def money_policy(self) -> MoneyPolicy:
        """An amount in a merged cell is the total of all the rows it spans."""
        if (
            self.preset.money_policy == "sum_lines"
            and self.columns.columns.get("amount") in self.sheet.merged
        ):
            return "first_row"
        return self.preset.money_policy

    def batches(self) -> Iterator[OrderBatch]:
        """Valid and rejected rows, a chunk at a time: every data row is in exactly one of the two.

        Raises FileRefused where damage is found further down in the file.
        """
        reader = BatchReader(
            preset=self.preset,
            columns=self.columns,
            zone=self.zone,
            styles=self._styles,
            as_of=self.as_of,
            order_level=None if self.money_policy == "sum_lines" else self._order_level(),
        )
        for texts in self._texts():
            yield reader.read(texts)

    def _texts(self) -> Iterator[OrderTexts]:
        reader = TextReader(self.preset, self.columns)
        return (reader.read(chunk) for chunk in self.sheet.chunks())

    @cached_property
    def _styles(self) -> Mapping[str, DateStyle]:
        stores_numbers = self.sheet.source.kind in ("xlsx", "xls")
        styles = {}
        for key in self.columns.columns:
            if ORDER_KEYS[key].type == "moment":
                reader = TextReader(self.preset, self.columns)
                probes = (reader.column(chunk, key) for chunk in self.sheet.chunks(PROBE_ROWS))
                styles[key] = date_style(probes, serial=stores_numbers)
        return styles

    def _order_level(self) -> OrderLevel:
        keys = [key for key in ("customer_id", *self.columns.columns) if not ORDER_KEYS[key].per_line]
        keys = [key for key in dict.fromkeys(keys) if key != "order_id"]
        parts = [_whole_order_rows(texts, keys) for texts in self._texts()]
        return order_level(pa.concat_tables(parts), keys)


def _whole_order_rows(texts: OrderTexts, keys: list[str]) -> pa.Table:
    quantity = quantities(texts.get("quantity")).values
    price = quantities(texts.get("unit_price")).values
    columns = {
        "line": texts.chunk.lines,
        "order_id": texts.get("order_id"),
        "amount": amounts(texts.get("amount")).values,
        "weight": product(quantity, price),
        **{key: texts.get(key) for key in keys},
    }
    return pa.table(columns).filter(pa.array(~texts.chunk.too_many))


def read_orders(
    path: Path | str,
    *,
    mapping: str | Mapping[str, str] | None = None,
    preset: str | None = None,
    tz: str = BUSINESS_ZONE,
    as_of: date | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> OrderFile:
    """Opens an order file: format, encoding, sheet, header, preset and columns are settled, no row is read.

    `mapping` is `k=Column,k=Column` or key → column; columns by number mean a file without header.
    `tz` is the business zone, for times without offset and for `ordered_on`; `sheet` and `encoding` overrule
    what would be found. Raises FileRefused.
    """
    plan = make_plan(mapping, preset)
    options = SheetOptions(
        sheet_names=(sheet,) if sheet else plan.sheet_names,
        encoding=encoding,
        headerless=plan.by_number,
        scan_rows=plan.scan_rows,
        limits=limits,
    )
    opened = open_sheet(Path(path), plan.score, options)
    chosen, columns = plan.settle(opened.header)
    repeated = frozenset(c for k, c in columns.columns.items() if not ORDER_KEYS[k].per_line)
    rules = frozenset(c for rule in columns.customer for c in rule.columns)
    return OrderFile(opened.filling(repeated | rules), chosen, columns, tz, as_of)
