"""The canonical form of an order file's rows, and a batch of them."""

from dataclasses import dataclass

import pyarrow as pa

from tuanke.kit.files.amounts import AMOUNT, PRECISE
from tuanke.kit.files.keys import ORDER_KEYS
from tuanke.kit.files.moments import MOMENT

_TYPES = {"text": pa.string(), "amount": AMOUNT, "quantity": PRECISE, "moment": MOMENT, "flag": pa.bool_()}
ORDER_SCHEMA = pa.schema(
    [
        ("line", pa.int64()),
        ("ordered_on", pa.date32()),
        ("status", pa.string()),
        ("raw_status", pa.string()),
        ("is_refund", pa.bool_()),
        ("provisional", pa.bool_()),
        *((name, _TYPES[key.type]) for name, key in ORDER_KEYS.items() if key.type != "status"),
    ],
)


@dataclass(frozen=True)
class OrderBatch:
    """`table` in ORDER_SCHEMA, `rejects` in REJECTS_SCHEMA, `warnings` in WARNINGS_SCHEMA.

    `rows` counts the data rows read: valid plus rejected. The table has more rows than are valid where a
    row listed several goods; those share their `line`. `warnings` name optional cells that could not be
    read in rows that are taken.
    """

    table: pa.Table
    rejects: pa.Table
    warnings: pa.Table
    rows: int

    @property
    def valid_rows(self) -> int:
        rejected: int = self.rejects.num_rows
        return self.rows - rejected
