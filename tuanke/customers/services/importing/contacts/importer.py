"""Lists of customers or contacts: whom they name, and what they say of them, step by step."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from tuanke.customers.events import IdentitiesAdded
from tuanke.customers.services.importing import points, staging, undoing
from tuanke.customers.services.importing import writing as people
from tuanke.customers.services.importing.contacts import preparing, writing
from tuanke.customers.services.importing.contacts.shape import Shape
from tuanke.facts.services import dirty
from tuanke.platform.imports.services import planning, reading
from tuanke.platform.imports.services import staging as tables
from tuanke.platform.imports.services.importers import Counts, Removed, Staged
from tuanke.platform.outbox.services import events

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

PARTS = ("people", "points", "profiles", "tags")


class ContactImporter:
    """An `imports.services.importers.Importer` for lists of customers."""

    def stage(self, batch: "ImportBatch", source: Path, rejects: Path) -> Staged:
        file = planning.open_contacts(batch)
        with reading.folder(source.with_name(f"{batch.pk}-reading")) as folder:
            rows = folder / "rows.parquet"
            valid, rejected = reading.keep_rows(file, rows, rejects, _with_key)
            if not valid:
                return Staged(rows=rejected, rejected=rejected, steps=0)
            shape = Shape(rows, folder)
            self._create(batch, shape)
        steps = staging.count_steps(shape.count_people())
        return Staged(rows=rejected + valid, rejected=rejected, steps=steps)

    def forecast(self, batch: "ImportBatch") -> Counts:
        return writing.forecast(self._names(batch), source=batch.source)

    def apply(self, batch: "ImportBatch", step: int) -> Counts:
        staged = self._names(batch)
        writing.find_organisations(staged, step=step)
        people.write(staged["people"], staged["points"], step=step, source=batch.source, batch_id=batch.pk)
        points.write(staged["points"], staged["people"], step=step, batch_id=batch.pk)
        dirty.mark_dirty_each(people.new_ones(staged["people"]), {"step": step})
        return writing.write(
            staged,
            step=step,
            source=batch.source,
            batch_id=batch.pk,
            evidence=batch.file_name,
            at=batch.received_at,
        )

    def undo(self, batch: "ImportBatch") -> Removed:
        tables.drop(batch.pk, *PARTS)
        removed, kept = undoing.undo(batch.pk)
        dirty.request_refresh()
        return Removed(customers=removed, kept_customers=kept)

    def finish(self, batch: "ImportBatch") -> None:
        tables.drop(batch.pk, *PARTS)
        dirty.request_refresh()
        events.publish(IdentitiesAdded(customer_id=None), at=timezone.now())

    def _create(self, batch: "ImportBatch", shape: Shape) -> None:
        names, at = self._names(batch), timezone.now()
        numbers = staging.shared_numbers(shape.phones())
        customers = (staging.prepare(_dated(rows, at), numbers) for rows in reading.slices(shape.people()))
        tables.create(names["people"], customers, types=staging.SQL_TYPES)
        shared = points.shared_points(reading.slices(shape.points()))
        ways = (points.prepare(rows, shared) for rows in reading.slices(shape.points()))
        tables.create(names["points"], ways, types=points.SQL_TYPES)
        own = preparing.OwnFields.of_people()
        profiles = (preparing.prepare(rows, own) for rows in reading.slices(shape.profiles()))
        tables.create(names["profiles"], profiles, types=preparing.SQL_TYPES)
        tables.create(names["tags"], (preparing.tags(rows) for rows in reading.slices(shape.profiles())))
        people.open_for_writing(names["people"])
        points.open_for_writing(names["points"])
        writing.open_for_writing(names["profiles"], names["tags"])

    @staticmethod
    def _names(batch: "ImportBatch") -> dict[str, str]:
        return {part: tables.name_of(batch.pk, part) for part in PARTS}


def _with_key(rows: pa.Table) -> pa.Table:
    return rows.append_column("known_as", preparing.known_as(rows))


def _dated(rows: pa.Table, at: object) -> pa.Table:
    """Where the list does not say since when, the customer is known from now on."""
    known = pc.fill_null(rows["created_at"], pa.scalar(at, rows["created_at"].type))
    return rows.set_column(rows.schema.get_field_index("created_at"), "created_at", known)
