"""Orders for tests: a small file through the importer that merchants use."""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tuanke.platform.imports.services import planning, receiving, running

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
Row = Mapping[str, object]


def order(number: str, customer: str, day: str, amount: object, **more: object) -> dict[str, object]:
    return {"order_id": number, "customer_id": customer, "ordered_at": day, "amount": amount, **more}


def write_csv(path: Path, rows: Iterable[Row]) -> Path:
    """A file with the canonical keys as its header; what a row does not say is empty."""
    rows = list(rows)
    header = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def receive(
    folder: Path, rows: Iterable[Row], *, name: str = "orders.csv", source: str = ""
) -> "ImportBatch":
    """A batch that waits to be run."""
    path = write_csv(folder / name, rows)
    reading = planning.settle(path, mapping={}, preset="", source=source)
    with path.open("rb") as file:
        return receiving.receive(
            file=file,
            name=path.name,
            kind=reading.kind,
            source=reading.source,
            preset=reading.preset.id,
            at=AT,
            by=None,
        )


def bring_in(
    folder: Path, rows: Iterable[Row], *, name: str = "orders.csv", source: str = ""
) -> "ImportBatch":
    batch = receive(folder, rows, name=name, source=source)
    running.run(batch.pk, lambda _done, _total: None)
    batch.refresh_from_db()
    return batch
