"""The fact store holds the interactions of whoever stands for them today."""

from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest

from tuanke.catalog.models import Product
from tuanke.customers.models import Customer, ExternalIdentity
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.services.merging.undoing import undo
from tuanke.customers.tests.factories import made
from tuanke.engagement.models import Interaction
from tuanke.engagement.services import visitors
from tuanke.engagement.tests.factories import AT, SOURCE, observed, tell, visitor
from tuanke.facts.services.refresh import refresh
from tuanke.facts.services.store import FactStore
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def stored(store: FactStore) -> list[dict[str, Any]]:
    refresh(store)
    engine = ibis.duckdb.connect()
    rows = engine.con.sql(engine.compile(store.read(engine, "interactions"))).to_arrow_table().to_pylist()
    return sorted(rows, key=lambda row: row["occurred_at"])


def whose(store: FactStore) -> list[int]:
    return [row["customer_id"] for row in stored(store)]


def known_as(name: str) -> Customer:
    customer = made(name)
    ExternalIdentity.objects.create(customer=customer, source=SOURCE, external_id=name)
    return customer


def test_an_interaction_stands_in_the_store_with_its_product_and_category(tmp_path: Path) -> None:
    apple = Product.objects.create(source=SOURCE, external_id="A", name="苹果", category="水果")
    customer = known_as("a")
    late = AT.replace(hour=17)  # in Shanghai it is the next day
    tell(
        observed("1", visitor("a"), product_source=SOURCE, product="A", type="cart", channel="小程序"),
        observed("2", visitor("a"), category="家居", campaign="618", keyword="台灯", occurred_at=late),
    )

    first, second = stored(FactStore(tmp_path))

    assert first == {
        "customer_id": customer.pk,
        "interaction_id": Interaction.objects.get(event_id="1").pk,
        "type": "cart",
        "occurred_at": AT.replace(tzinfo=None),
        "occurred_on": date(2026, 6, 30),
        "channel": "小程序",
        "product_id": apple.pk,
        "category": "水果",
        "campaign": None,
        "keyword": None,
    }
    said = [second[name] for name in ("occurred_on", "product_id", "category", "campaign", "keyword")]
    assert said == [date(2026, 7, 1), None, "家居", "618", "台灯"]


def test_a_visitors_interactions_are_there_once_they_are_a_customer(tmp_path: Path) -> None:
    store = FactStore(tmp_path)
    tell(observed("1", visitor("a")))
    assert whose(store) == []

    customer = known_as("a")
    visitors.attach(only=customer.pk, at=AT)

    assert whose(store) == [customer.pk]


def test_a_merge_moves_them_and_its_undo_brings_them_back(tmp_path: Path) -> None:
    store, by = FactStore(tmp_path), make_staff().pk
    tell(observed("0", visitor("b"), days_ago=2))
    one, other = known_as("a"), known_as("b")
    tell(observed("1", visitor("a"), days_ago=1), observed("2", visitor("b")))
    assert whose(store) == [other.pk, one.pk, other.pk]

    operation = merge(survivor=one, losers=[other], choices={}, reason="", by=by, at=AT)
    assert whose(store) == [one.pk] * 3

    tell(observed("3", visitor("b"), occurred_at=AT.replace(hour=5)))
    assert whose(store) == [one.pk] * 4

    undo(operation=operation, by=by, at=AT)
    assert whose(store)[:3] == [other.pk, one.pk, other.pk]
