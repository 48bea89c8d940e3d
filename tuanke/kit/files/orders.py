"""An order file in canonical form: valid rows in one schema, every other row rejected with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from tuanke.kit.files.details import DetailFile
from tuanke.kit.files.flaws import WARNINGS_SCHEMA
from tuanke.kit.files.keys import ORDER_KEYS, ColumnMap
from tuanke.kit.files.kinds import kind_of
from tuanke.kit.files.limits import DEFAULT_LIMITS, Limits
from tuanke.kit.files.moments import DateStyle
from tuanke.kit.files.order_batch import BatchReader
from tuanke.kit.files.order_level import OrderLevel, order_level
from tuanke.kit.files.order_schema import ORDER_SCHEMA, OrderBatch
from tuanke.kit.files.order_texts import OrderTexts, TextReader
from tuanke.kit.files.plan import make_plan
from tuanke.kit.files.preset import MoneyPolicy, Preset
from tuanke.kit.files.probing import date_styles
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.sheet import Sheet, SheetOptions, open_sheet

BUSINESS_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class OrderFile:
    """An opened order file. `batches` may be called again; each call reads the file from its start."""

    sheet: Sheet
    preset: Preset
    columns: ColumnMap
    zone: str
    as_of: date | None = None
    details: DetailFile | None = None

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
        if self.details is not None:
            yield from self._with_details(reader, self.details)
            return
        for texts in self._texts():
            yield reader.read(texts)

    def _with_details(self, reader: BatchReader, details: DetailFile) -> Iterator[OrderBatch]:
        orders = [pa.nulls(0, pa.string())]
        for texts in self._texts():
            batch = reader.read(texts)
            orders.append(texts.get("order_id").drop_null())
            yield replace(batch, table=details.joined(batch.table))
        for strays in details.strays(pa.concat_arrays(orders)):
            yield OrderBatch(ORDER_SCHEMA.empty_table(), strays, WARNINGS_SCHEMA.empty_table(), len(strays))

    def _texts(self) -> Iterator[OrderTexts]:
        reader = TextReader(self.preset, self.columns)
        return (reader.read(chunk) for chunk in self.sheet.chunks())

    @cached_property
    def _styles(self) -> Mapping[str, DateStyle]:
        dated = [key for key in self.columns.columns if ORDER_KEYS[key].type == "moment"]
        return date_styles(self.sheet, self.preset, self.columns, dated)

    def _order_level(self) -> OrderLevel:
        keys = [key for key in ("customer_id", *self.columns.columns) if not ORDER_KEYS[key].per_line]
        keys = [key for key in dict.fromkeys(keys) if key != "order_id"]
        return order_level(iter(self._texts, None), keys)


def read_orders(  # noqa: PLR0913  one entry for all that a caller may know
    path: Path | str,
    *,
    mapping: str | Mapping[str, str] | None = None,
    preset: str | None = None,
    companion: Path | str | None = None,
    tz: str = BUSINESS_ZONE,
    as_of: date | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> OrderFile:
    """Opens an order file: format, encoding, sheet, header, preset and columns are settled, no row is read.

    `mapping` is `k=Column,k=Column` or key → column; columns by number mean a file without header.
    `companion` has the lines of the orders (`kinds.pair` tells which file is which). `tz` is the business
    zone, for times without offset and for `ordered_on`; `sheet` and `encoding` overrule what would be found.
    Raises FileRefused.
    """
    plan = make_plan(mapping, preset)
    opened = open_sheet(Path(path), plan.score, plan.options(sheet, encoding, limits))
    chosen, columns = plan.settle(opened.header)
    repeated = frozenset(c for k, c in columns.columns.items() if not ORDER_KEYS[k].per_line)
    rules = frozenset(c for rule in columns.customer for c in rule.columns)
    details = None if companion is None else _details(Path(companion), limits)
    opened = replace(opened.filling(repeated | rules), wanted=columns.used())
    return OrderFile(opened, chosen, columns, tz, as_of, details)


def _details(path: Path, limits: Limits) -> DetailFile:
    """Raises FileRefused `not_a_pair` where the file has no lines of orders."""
    plan = make_plan(None, None, "details")
    opened = open_sheet(path, plan.score, SheetOptions(limits=limits))
    if kind_of(opened.header) != "details":
        raise FileRefused("not_a_pair")
    return DetailFile(opened, *plan.settle(opened.header))
