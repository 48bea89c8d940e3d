"""The check says what writing will do, and taking back puts the books where they were."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tuanke.orders.models import Order
from tuanke.orders.services.importing import shape
from tuanke.orders.tests.books import books, rows
from tuanke.orders.tests.factories import bring_in, order, receive
from tuanke.platform.imports.selectors.batches import get_batch
from tuanke.platform.imports.services import receiving, running, undoing

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

pytestmark = pytest.mark.django_db
Rows = list[dict[str, str]]

FIRST: Rows = [
    order(f"A{n}", f"c{n % 7}", f"2026-05-{n % 28 + 1:02d} 10:00", f"{n}.50", product=f"P{n % 5}")
    for n in range(1, 40)
]
# Two amounts change, one order goes to another customer, one is cancelled, two are new, an older day and a place
# become known of c3, and one row cannot be taken.
SECOND: Rows = [
    *[row for row in FIRST if row["order_id"] not in {"A3", "A30", "A7", "A8"}],
    {**FIRST[2], "amount": "1.00"},
    {**FIRST[29], "amount": "2.00", "product": "P9"},
    {**FIRST[6], "customer_id": "c1"},
    {**FIRST[7], "status": "交易关闭"},
    order("B1", "c3", "2026-01-01 10:00", "5", province="浙江省", city="杭州市"),
    order("B2", "new", "2026-06-01 10:00", "5", product="P10"),
    order("B3", "", "2026-06-01 10:00", "5"),
]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "NUMBERED", shape.NUMBERED.replace(f"// {shape.STEP_LINES}", "// 10"))


def counts(batch: "ImportBatch") -> dict[str, int]:
    return {"created": batch.created, "updated": batch.updated, "unchanged": batch.unchanged}


def test_the_check_tells_what_writing_does(tmp_path: Path) -> None:
    bring_in(tmp_path, FIRST)
    batch = receive(tmp_path, SECOND)

    before = books()
    running.check(batch.pk)
    batch.refresh_from_db()
    forecast = batch.forecast

    assert (batch.state, batch.rejected, forecast) == (
        "checked",
        1,
        {"created": 2, "updated": 4, "unchanged": 35},
    )
    assert books() == before
    running.run(batch.pk, lambda _done, _total: None)
    batch.refresh_from_db()
    assert counts(batch) == forecast


def test_columns_settled_anew_while_the_check_reads_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tuanke.orders.services.importing.importer import OrderImporter

    batch = receive(tmp_path, FIRST)
    forecast = OrderImporter.forecast

    def meanwhile(self: OrderImporter, read: "ImportBatch") -> Any:
        receiving.set_up(
            batch=get_batch(read.uid), kind="orders", preset="", mapping={}, source="another shop"
        )
        monkeypatch.setattr(OrderImporter, "forecast", forecast)
        return forecast(self, read)

    monkeypatch.setattr(OrderImporter, "forecast", meanwhile)
    running.run(batch.pk, lambda _done, _total: None)

    assert set(Order.objects.values_list("source", flat=True)) == {"another shop"}


def test_taking_back_puts_the_books_where_they_were(tmp_path: Path) -> None:
    bring_in(tmp_path, FIRST)
    before = books()
    second = bring_in(tmp_path, SECOND)
    assert books() != before

    removed = undoing.undo(batch=second, by=None, at=timezone.now())

    assert books() == before
    assert (removed.orders, removed.restored, removed.customers) == (2, 4, 1)
    assert rows("SELECT * FROM imports_beforeimage") == []


def test_what_was_changed_since_stays(tmp_path: Path) -> None:
    bring_in(tmp_path, FIRST)
    second = bring_in(tmp_path, SECOND)
    bring_in(tmp_path, [{**FIRST[2], "amount": "9.00"}])

    undoing.undo(batch=second, by=None, at=timezone.now())

    assert Order.objects.get(external_id="A3").revenue_fen == 900
    assert Order.objects.get(external_id="A30").revenue_fen == 3050


def test_taking_back_twice_takes_back_once(tmp_path: Path) -> None:
    batch = bring_in(tmp_path, FIRST)

    first = undoing.undo(batch=batch, by=None, at=timezone.now())

    assert undoing.undo(batch=batch, by=None, at=timezone.now()) == first
    assert first.orders == 39
