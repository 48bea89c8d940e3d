"""Order files: the customers first, then the orders, each step by step."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.catalog.services import importing as products
from tuanke.customers.services.importing import staging as people_staging
from tuanke.customers.services.importing import writing as people
from tuanke.facts.services import dirty
from tuanke.kit.files.orders import OrderFile, read_orders
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.rejects import write_rejects
from tuanke.orders.events import OrdersImported
from tuanke.orders.services.importing import undoing, writing
from tuanke.orders.services.importing.shape import Shape
from tuanke.platform.imports.services import staging
from tuanke.platform.imports.services.importers import Counts, Removed, Staged
from tuanke.platform.imports.services.wording import reject_sentence
from tuanke.platform.outbox.services import events

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

PARTS = ("people", "orders", "lines", "products")


class OrderImporter:
    """An `imports.services.importers.Importer` for files of orders."""

    def stage(self, batch: "ImportBatch", source: Path, rejects: Path) -> Staged:
        file = read_orders(
            source, mapping=batch.mapping or None, preset=batch.preset or None, tz=settings.TIME_ZONE
        )
        rows, rejected = _read(file, rejects)
        if rows is None:
            return Staged(rows=rejected, rejected=rejected, steps=0)
        shape = Shape(rows)
        customers = people_staging.prepare(shape.people().cast(people_staging.PEOPLE))
        orders = shape.orders()
        keys = people_staging.private_keys(orders["customer_key"])
        orders = orders.set_column(orders.schema.get_field_index("customer_key"), "customer_key", keys)
        self._create(batch, {"people": customers, "orders": orders, "lines": shape.lines()}, shape.products())
        return Staged(
            rows=rejected + sum(orders["file_rows"].to_pylist()),
            rejected=rejected,
            steps=_steps(customers) + _steps(orders),
        )

    def apply(self, batch: "ImportBatch", step: int) -> Counts:
        people_steps = self._people_steps(batch)
        if step < people_steps:
            staged = self._name(batch, "people")
            people.write(staged, step=step, source=batch.source, batch_id=batch.pk)
            dirty.mark_dirty_each(people.new_ones(staged), {"step": step})
            if step == 0:
                products.write(self._name(batch, "products"), source=batch.source, batch_id=batch.pk)
            return Counts()
        return writing.write(
            orders=self._name(batch, "orders"),
            lines=self._name(batch, "lines"),
            people=self._name(batch, "people"),
            step=step - people_steps,
            source=batch.source,
            batch_id=batch.pk,
        )

    def undo(self, batch: "ImportBatch") -> Removed:
        staging.drop(batch.pk, *PARTS)
        return undoing.undo(batch.pk)

    def finish(self, batch: "ImportBatch") -> None:
        staging.drop(batch.pk, *PARTS)
        dirty.request_refresh()
        events.publish(OrdersImported(batch_id=batch.pk), at=timezone.now())

    def _create(self, batch: "ImportBatch", tables: dict[str, pa.Table], goods: pa.Table) -> None:
        for part, rows in {**tables, "products": goods}.items():
            types = people_staging.SQL_TYPES if part == "people" else {}
            staging.create(self._name(batch, part), rows, types=types)
        people.open_for_writing(self._name(batch, "people"))
        writing.open_for_writing(self._name(batch, "orders"), self._name(batch, "lines"))

    def _people_steps(self, batch: "ImportBatch") -> int:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT coalesce(max(step) + 1, 0) FROM "{self._name(batch, "people")}"')
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    @staticmethod
    def _name(batch: "ImportBatch", part: str) -> str:
        return staging.name_of(batch.pk, part)


def _read(file: OrderFile, rejects: Path) -> tuple[pa.Table | None, int]:
    """The file's valid rows, and how many were refused; those are written to `rejects` with their reason."""
    tables: list[pa.Table] = []

    def refused() -> Iterator[pa.Table]:
        for batch in file.batches():
            tables.append(batch.table)
            yield batch.rejects

    rejected = write_rejects(rejects, file.header, refused(), reject_sentence, (_("Line"), _("Reason")))
    rows = pa.concat_tables(tables) if tables else None
    if rows is None or (not rows.num_rows and not rejected):
        raise FileRefused("no_rows")
    return (rows if rows.num_rows else None), rejected


def _steps(table: pa.Table) -> int:
    return int(table["step"][-1].as_py()) + 1 if table.num_rows else 0
