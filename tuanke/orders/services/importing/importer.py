"""Order files: the customers first, then the orders, each step by step."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
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
        with tempfile.TemporaryDirectory(dir=source.parent) as folder:
            rows = Path(folder, "rows.parquet")
            valid, rejected = _read(file, rows, rejects)
            if not valid:
                return Staged(rows=rejected, rejected=rejected, steps=0)
            shape = Shape(rows, Path(folder))
            self._create(batch, shape)
        return Staged(
            rows=rejected + shape.count_file_rows(),
            rejected=rejected,
            steps=people_staging.count_steps(shape.count_people()) + shape.count_order_steps(),
        )

    def apply(self, batch: "ImportBatch", step: int) -> Counts:
        staged = self._name(batch, "people")
        people_steps = people.count_steps(staged)
        if step < people_steps:
            people.write(staged, step=step, source=batch.source, batch_id=batch.pk)
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

    def _create(self, batch: "ImportBatch", shape: Shape) -> None:
        shared = people_staging.shared_numbers(shape.phones())
        customers = (people_staging.prepare(rows, shared) for rows in _slices(shape.people()))
        staging.create(self._name(batch, "people"), customers, types=people_staging.SQL_TYPES)
        for part, read in (("orders", shape.orders), ("lines", shape.lines), ("products", shape.products)):
            staging.create(self._name(batch, part), _slices(read()))
        people.open_for_writing(self._name(batch, "people"))
        products.open_for_writing(self._name(batch, "products"))
        writing.open_for_writing(self._name(batch, "orders"), self._name(batch, "lines"))

    @staticmethod
    def _name(batch: "ImportBatch", part: str) -> str:
        return staging.name_of(batch.pk, part)


def _slices(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """At least one, so that a table without rows has its columns."""
    yield reader.schema.empty_table()
    for rows in reader:
        yield pa.Table.from_batches([rows])


def _read(file: OrderFile, rows: Path, rejects: Path) -> tuple[int, int]:
    """The file's valid rows into `rows`, the refused ones with their reason into `rejects`; gives both counts."""
    valid = 0

    def refused() -> Iterator[pa.Table]:
        nonlocal valid
        writer = None
        for batch in file.batches():
            writer = writer or pq.ParquetWriter(rows, batch.table.schema, compression="lz4")
            writer.write_table(batch.table)
            valid += batch.table.num_rows
            yield batch.rejects
        if writer:
            writer.close()

    rejected = write_rejects(rejects, file.header, refused(), reject_sentence, (_("Line"), _("Reason")))
    if not valid and not rejected:
        raise FileRefused("no_rows")
    return valid, rejected
