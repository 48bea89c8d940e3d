"""From the file to its counted rows in Parquet and its rejected rows in a list."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tuanke.analyze.domain.account import Account
from tuanke.kit.files.amounts import AMOUNT
from tuanke.kit.files.order_schema import ORDER_SCHEMA, OrderBatch
from tuanke.kit.files.orders import OrderFile
from tuanke.kit.files.rejects import write_rejects
from tuanke.ui.files.wording import reject_sentence

KEPT = (
    "line",
    "customer_id",
    "ordered_at",
    "ordered_on",
    "order_id",
    "sku",
    "product",
    "category",
    "quantity",
    "amount",
    "cost",
    "refund_amount",
    "organization",
    "customer_name",
    "nickname",
)
NOTHING = pa.scalar(Decimal(0), AMOUNT)
SCHEMA = pa.schema([ORDER_SCHEMA.field(name) for name in KEPT])


def keep_rows(file: OrderFile, rows: Path, rejects: Path) -> Account:
    """Writes the rows that count to `rows` and the rejected ones with their reasons to `rejects`.

    Raises FileRefused where the file turns out to be damaged further down.
    """
    tally = _Tally()
    with pq.ParquetWriter(rows, SCHEMA, compression="lz4") as writer:

        def refused() -> Iterator[pa.Table]:
            for batch in file.batches():
                counted = batch.table.filter(pc.equal(batch.table["status"], "valid"))
                writer.write_table(counted.select(KEPT))
                tally.add(batch, counted)
                yield batch.rejects

        write_rejects(rejects, file.header, refused(), reject_sentence)
    pa.default_memory_pool().release_unused()  # DuckDB has memory of its own
    return tally.account(file)


@dataclass
class _Tally:
    counted: int = 0
    valid: int = 0
    revenue: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    last_on: date | None = None
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, batch: OrderBatch, counted: pa.Table) -> None:
        """A row of the file that lists several goods is one row here; all its lines share its number."""
        self.counted += pc.count_distinct(counted["line"]).as_py()
        self.valid += batch.valid_rows
        self.revenue += pc.sum(counted["amount"]).as_py() or Decimal(0)
        refunded = counted["refund_amount"].filter(pc.greater(counted["refund_amount"], NOTHING))
        self.refunded += pc.sum(refunded).as_py() or Decimal(0)
        newest = pc.max(batch.table["ordered_on"]).as_py()
        self.last_on = max(filter(None, (self.last_on, newest)), default=None)
        self.reasons.update(batch.rejects["code"].to_pylist())

    def account(self, file: OrderFile) -> Account:
        return Account(
            counted=self.counted,
            excluded=self.valid - self.counted,
            rejected=sum(self.reasons.values()),
            revenue=self.revenue,
            refunded=self.refunded,
            last_on=self.last_on,
            reasons=dict(self.reasons.most_common()),
            keys=frozenset(file.columns.columns),
            preset=file.preset.id,
        )
