"""A customer's margin: known cost, else the stated margin, else revenue; recounted by SQL, to the fen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.catalog.models import Product
from tuanke.facts.models import CustomerScore, ScoringRun
from tuanke.facts.services import dirty
from tuanke.facts.services.refresh import refresh
from tuanke.facts.services.scoring import score
from tuanke.facts.services.store import FactStore
from tuanke.orders.models import Order, OrderLine
from tuanke.orders.tests.books import rows
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.preferences.models import ShopSettings

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
COST = st.one_of(st.none(), st.integers(0, 3_000))
LINE = st.fixed_dictionaries(
    {
        "who": st.integers(0, 2),
        "revenue": st.integers(0, 20_000),
        "refunded": st.sampled_from([0, 0, 3, 10]),  # tenths; three of ten leave fractions of a fen
        "quantity": st.integers(1, 5),
        "cost": COST,  # of the line
        "unit_cost": COST,  # of the product
    }
)
RECOUNT = """
WITH sold AS (
    SELECT o.customer_id, l.revenue_fen::numeric AS gross, (l.revenue_fen - l.refunded_fen)::numeric AS net,
           CASE WHEN l.cost_fen IS NOT NULL THEN l.cost_fen ELSE p.unit_cost_fen * l.quantity END AS cost
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
    JOIN catalog_product p ON p.id = l.product_id)
SELECT customer_id,
       sum(CASE WHEN cost IS NOT NULL THEN net - round(CASE WHEN gross = 0 THEN cost ELSE cost * net / gross END)
                WHEN %(percent)s::int IS NOT NULL THEN floor(net * %(percent)s::int / 100 + 0.5)
                ELSE net END)::bigint,
       coalesce(sum(net) FILTER (WHERE cost IS NOT NULL), 0)::bigint,
       coalesce(sum(net) FILTER (WHERE cost IS NULL AND %(percent)s::int IS NOT NULL), 0)::bigint
FROM sold GROUP BY customer_id
"""


@pytest.fixture
def customers(tmp_path: Path) -> list[int]:
    bring_in(tmp_path, [order(f"A{n}", f"c{n}", "2026-05-01", 1) for n in range(3)])
    return [pk for (pk,) in rows("SELECT id FROM customers_customer ORDER BY id")]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sold=st.lists(LINE, min_size=1, max_size=12), percent=st.one_of(st.none(), st.integers(0, 95)))
def test_the_margin_of_a_customer_is_what_sql_recounts(
    customers: list[int], sold: list[dict[str, Any]], percent: int | None
) -> None:
    _sell(customers, sold)
    ShopSettings.objects.update_or_create(pk=1, defaults={"stated_margin_percent": percent})
    dirty.mark_dirty(customers)

    with TemporaryDirectory() as folder:
        store = FactStore(Path(folder))
        refresh(store)
        run = score(store, None, at=AT)

    assert run.stated_margin_percent == percent
    scored = CustomerScore.objects.filter(orders__gt=0).values_list(
        "customer_id", "margin_fen", "cost_known_fen", "margin_stated_fen"
    )
    assert sorted(scored) == _recounted(percent)


def test_another_stated_margin_makes_the_next_scoring_one_of_everybody(
    customers: list[int], tmp_path: Path
) -> None:
    store = FactStore(tmp_path / "facts")
    dirty.mark_dirty(customers)
    refresh(store)
    score(store, None, at=AT)
    assert score(store, customers[:1], at=AT).kind == ScoringRun.Kind.PARTIAL

    ShopSettings.objects.update_or_create(pk=1, defaults={"stated_margin_percent": 40})

    assert score(store, customers[:1], at=AT).kind == ScoringRun.Kind.FULL
    assert score(store, customers[:1], at=AT).kind == ScoringRun.Kind.PARTIAL
    assert set(CustomerScore.objects.values_list("margin_fen", flat=True)) == {40}


def _sell(customers: list[int], sold: list[dict[str, Any]]) -> None:
    for table in (OrderLine, Order, Product):
        table.objects.all().delete()
    for number, line in enumerate(sold):
        product = Product.objects.create(
            source="test", external_id=f"{number}", name=f"P{number}", unit_cost_fen=line["unit_cost"]
        )
        made = Order.objects.create(
            customer_id=customers[line["who"]],
            source="test",
            external_id=f"{number}",
            revenue_fen=line["revenue"],
            ordered_at=AT - timedelta(days=number + 1),
        )
        OrderLine.objects.create(
            order=made,
            position=1,
            product=product,
            quantity=line["quantity"],
            revenue_fen=line["revenue"],
            refunded_fen=line["revenue"] * line["refunded"] // 10,
            cost_fen=line["cost"],
        )


def _recounted(percent: int | None) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"percent": percent})
        return sorted(cursor.fetchall())
