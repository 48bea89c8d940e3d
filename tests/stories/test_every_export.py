"""Every export merchants have, through the engine: the check tells what writing does, twice is once, back is back."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.exports.index import EXPORTS
from tuanke.customers.models import Customer
from tuanke.orders.models import Order
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import running, submitting, undoing

pytestmark = pytest.mark.django_db
ALONE = [name for name, export in EXPORTS.items() if not export.refused]


def bring_in(path: Path) -> ImportBatch:
    batch = submitting.submit(path, mapping={}, preset="", source="", at=timezone.now())
    running.check(batch.pk)
    running.run(batch.pk, lambda _done, _total: None)
    batch.refresh_from_db()
    return batch


@pytest.mark.req("A1-10")
@pytest.mark.parametrize("name", ALONE)
def test_checked_written_repeated_and_taken_back(settings: Any, tmp_path: Path, name: str) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"
    export = EXPORTS[name]
    path = tmp_path / export.file_name
    export.write(path)

    first = bring_in(path)
    assert (first.kind, first.rows, first.rejected) == (export.kind, export.rows, len(export.rejected))
    assert first.counts == {key: first.forecast[key] for key in first.counts}
    if export.kind == "orders":
        counted = Order.objects.filter(status__in=Order.COUNTED)
        assert sum(counted.values_list("revenue_fen", flat=True)) == export.revenue * 100
        assert counted.values("customer").distinct().count() == export.customers

    again = bring_in(path)
    assert (again.created, again.updated, again.unchanged) == (0, 0, again.rows - again.rejected)

    undoing.undo(batch=first, by=None, at=timezone.now())
    assert not Customer.objects.exists()
    assert not Order.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'staging_%'")
        assert cursor.fetchone() == (0,)
