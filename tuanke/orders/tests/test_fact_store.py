"""After any history of orders the fact store holds what a rebuild from nothing would hold."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.facts.services import dirty
from tuanke.facts.services.refresh import refresh
from tuanke.facts.services.store import SCHEMAS, FactStore
from tuanke.facts.tests.factories import forget_marks
from tuanke.orders.models import Order, OrderLine
from tuanke.orders.tests.books import rows
from tuanke.orders.tests.factories import bring_in, order

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings(r"ignore:fetch_arrow_table\(\) is deprecated:DeprecationWarning"),
]

WHO = st.integers(0, 3)
MONEY = st.integers(-5_000, 50_000)
DEEDS = st.one_of(
    st.tuples(st.just("insert"), WHO, MONEY, st.integers(0, 400)),
    st.tuples(st.just("update"), st.integers(0, 9), MONEY, st.integers(0, 400)),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
    st.tuples(st.just("delete"), st.integers(0, 9)),
    st.tuples(st.just("hand over"), st.integers(0, 9), WHO),
    st.tuples(st.just("refresh")),
)
START = datetime(2025, 1, 31, 17, 30, tzinfo=UTC)


@pytest.fixture
def customers(tmp_path: Path) -> list[int]:
    bring_in(tmp_path, [order(f"A{n}", f"c{n}", "2026-05-01", 1) for n in range(4)])
    return [pk for (pk,) in rows("SELECT id FROM customers_customer ORDER BY id")]


@pytest.mark.parametrize("many", [1, 3, 100])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, min_size=1, max_size=8))
def test_after_any_history_the_store_equals_a_rebuild(
    many: int, customers: list[int], deeds: list[tuple[Any, ...]]
) -> None:
    """With all that changed kept aside, with some of it, and with nothing."""
    OrderLine.objects.all().delete()
    Order.objects.all().delete()
    with TemporaryDirectory() as folder:
        store = FactStore(Path(folder) / "kept", many=many)
        dirty.mark_dirty(customers)
        refresh(store)
        for deed in deeds:
            _do(store, customers, deed)
        refresh(store)

        rebuilt = FactStore(Path(folder) / "rebuilt", many=1)
        dirty.mark_dirty(customers)
        refresh(rebuilt)
        assert _contents(store) == _contents(rebuilt)
        assert len(_contents(store)["customers"]) == 4


def test_the_check_above_finds_a_change_nobody_marked(customers: list[int], tmp_path: Path) -> None:
    store, rebuilt = FactStore(tmp_path / "kept"), FactStore(tmp_path / "rebuilt")
    dirty.mark_dirty(customers)
    refresh(store)
    forget_marks()
    OrderLine.objects.update(revenue_fen=7)  # and no mark
    refresh(store)
    dirty.mark_dirty(customers)
    refresh(rebuilt)

    assert _contents(store) != _contents(rebuilt)


def _do(store: FactStore, customers: list[int], deed: tuple[Any, ...]) -> None:
    kind, *details = deed
    if kind == "refresh":
        refresh(store)
    elif kind == "insert":
        _insert(customers[details[0]], details[1], details[2])
    elif (one := Order.objects.order_by("pk")[details[0] : details[0] + 1].first()) is not None:
        touched = _change(one, kind, customers, details[1:])
        dirty.mark_dirty(touched)


def _insert(customer: int, fen: int, days: int) -> None:
    made = Order.objects.create(
        customer_id=customer,
        source="test",
        external_id=f"n{Order.objects.count()}-{fen}-{days}-{datetime.now(UTC).timestamp()}",
        kind="order" if fen >= 0 else "refund",
        revenue_fen=fen,
        ordered_at=START + timedelta(days=days),
    )
    OrderLine.objects.create(order=made, position=1, quantity=1, revenue_fen=fen)
    dirty.mark_dirty([customer])


def _change(one: Order, kind: str, customers: list[int], details: list[Any]) -> list[int]:
    touched = [one.customer_id]
    if kind == "update":
        one.revenue_fen, one.ordered_at = details[0], START + timedelta(days=details[1])
        one.save()
        one.lines.update(revenue_fen=details[0])
    elif kind == "cancel":
        Order.objects.filter(pk=one.pk).update(status=Order.Status.CANCELLED)
    elif kind == "delete":
        one.delete()
    else:
        Order.objects.filter(pk=one.pk).update(customer_id=customers[details[0]])
        touched.append(customers[details[0]])
    return touched


def _contents(store: FactStore) -> dict[str, list[tuple[Any, ...]]]:
    engine = ibis.duckdb.connect()
    found = {}
    for table in SCHEMAS:
        expression = store.read(engine, table)
        answer = engine.con.sql(engine.compile(expression)).to_arrow_table().to_pylist()
        found[table] = sorted((tuple(row.values()) for row in answer), key=repr)
    return found
