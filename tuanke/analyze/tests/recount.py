"""The rules of SEAMS.md once more, in plain Python over rows: slow, obvious and independent."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A valid row; `order` is any value that the rows of one order share."""

    customer: str
    on: date
    order: object
    amount: Decimal
    is_counted: bool = True


def recount(rows: Iterable[Row], rejected: int, as_of: date | None = None) -> dict[str, Any]:
    valid = list(rows)
    day = as_of or max(row.on for row in valid)
    counted = [row for row in valid if row.is_counted and row.on <= day]
    orders = {row.order for row in counted if row.amount >= 0}
    days = defaultdict(set)
    for row in counted:
        if row.amount >= 0:
            days[row.customer].add(row.on)
    return {
        "customers": len(days),
        "orders": len(orders),
        "order_lines": len(counted),
        "revenue": float(sum((row.amount for row in counted), Decimal(0))),
        "as_of": day.isoformat(),
        "repurchase_rate": sum(len(own) > 1 for own in days.values()) / len(days) if days else None,
        "rejected_rows": rejected,
        "excluded_rows": len(valid) - len(counted),
    }
