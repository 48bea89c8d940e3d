"""Order files: the customers first, then the orders, each step by step."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from tuanke.catalog.services import importing as products
from tuanke.customers.events import IdentitiesAdded
from tuanke.customers.services.importing import points
from tuanke.customers.services.importing import staging as people_staging
from tuanke.customers.services.importing import writing as people
from tuanke.facts.services import dirty
from tuanke.orders.events import OrdersImported
from tuanke.orders.services.importing import undoing, writing
from tuanke.orders.services.importing.shape import Shape
from tuanke.platform.imports.services import planning, reading, staging
from tuanke.platform.imports.services.importers import Counts, Removed, Staged
from tuanke.platform.outbox.services import events

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

PARTS = ("people", "points", "orders", "lines", "products")


class OrderImporter:
    """An `imports.services.importers.Importer` for files of orders."""

    def stage(self, batch: "ImportBatch", source: Path, rejects: Path) -> Staged:
        file = planning.open_orders(batch)
        with reading.folder(source.with_name(f"{batch.pk}-reading")) as folder:
            rows = folder / "rows.parquet"
            valid, rejected = reading.keep_rows(file, rows, rejects)
            if not valid:
                return Staged(rows=rejected, rejected=rejected, steps=0)
            shape = Shape(rows, folder)
            self._create(batch, shape)
        return Staged(
            rows=rejected + shape.count_file_rows(),
            rejected=rejected,
            steps=people_staging.count_steps(shape.count_people()) + shape.count_order_steps(),
        )

    def forecast(self, batch: "ImportBatch") -> Counts:
        return writing.forecast(self._name(batch, "orders"), source=batch.source)

    def apply(self, batch: "ImportBatch", step: int) -> Counts:
        staged = self._name(batch, "people")
        people_steps = people.count_steps(staged)
        if step < people_steps:
            ways = self._name(batch, "points")
            people.write(staged, ways, step=step, source=batch.source, batch_id=batch.pk, roles=("buyer",))
            points.write(ways, staged, step=step, batch_id=batch.pk)
            dirty.mark_dirty_each(people.new_ones(staged), {"step": step})
            if step == 0:
                products.write(self._name(batch, "products"), source=batch.source, batch_id=batch.pk)
            return Counts()
        return writing.write(
            {part: self._name(batch, part) for part in PARTS},
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
        events.publish(IdentitiesAdded(customer_id=None), at=timezone.now())

    def _create(self, batch: "ImportBatch", shape: Shape) -> None:
        shared = people_staging.shared_numbers(shape.phones())
        customers = (people_staging.prepare(rows, shared) for rows in reading.slices(shape.people()))
        staging.create(self._name(batch, "people"), customers, types=people_staging.SQL_TYPES)
        own = points.shared_points(reading.slices(shape.points()))
        ways = (points.prepare(rows, own) for rows in reading.slices(shape.points()))
        staging.create(self._name(batch, "points"), ways, types=points.SQL_TYPES)
        for part, read in (("orders", shape.orders), ("lines", shape.lines), ("products", shape.products)):
            staging.create(self._name(batch, part), reading.slices(read()), types=writing.SQL_TYPES)
        points.open_for_writing(self._name(batch, "points"))
        people.open_for_writing(self._name(batch, "people"))
        products.open_for_writing(self._name(batch, "products"))
        writing.open_for_writing(self._name(batch, "orders"), self._name(batch, "lines"))

    @staticmethod
    def _name(batch: "ImportBatch", part: str) -> str:
        return staging.name_of(batch.pk, part)
