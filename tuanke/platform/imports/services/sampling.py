"""The first rows of a file as its settled reading takes them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tuanke.platform.accounts.domain.masking import mask_numbers
from tuanke.platform.imports.services.planning import open_contacts, open_orders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tuanke.kit.files.contact_batch import ContactBatch
    from tuanke.kit.files.order_schema import OrderBatch
    from tuanke.platform.imports.models import ImportBatch


@dataclass(frozen=True)
class Sample:
    """The first rows as they would be taken, and the share of them that would be refused."""

    rows: list[dict[str, Any]]
    looked_at: int
    refused: int
    reasons: dict[str, int]


SHOWN = {
    "orders": ("line", "customer_id", "customer_name", "organization", "ordered_at", "product", "amount"),
    "contacts": (
        "line",
        "customer_id",
        "customer_name",
        "organization",
        "nickname",
        "phone",
        "province",
        "city",
    ),
}


def sample(batch: "ImportBatch", size: int = 8) -> Sample:
    """What the settled reading makes of the file's first chunk. Raises FileRefused."""
    batches: Iterator[OrderBatch | ContactBatch] = (
        open_contacts(batch).batches() if batch.kind == "contacts" else open_orders(batch).batches()
    )
    first = next(batches)
    rows = first.table.select(SHOWN[batch.kind]).slice(0, size).to_pylist()
    return Sample(
        rows=[{name: _masked(value) for name, value in row.items()} for row in rows],
        looked_at=first.rows,
        refused=first.rejects.num_rows,
        reasons={row["values"]: row["counts"] for row in first.rejects["code"].value_counts().to_pylist()},
    )


def _masked(value: Any) -> Any:
    return mask_numbers(value) if isinstance(value, str) else value
