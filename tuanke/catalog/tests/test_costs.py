"""What goods cost: set by name, on record, and every figure on margin follows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tuanke.catalog.models import Product
from tuanke.catalog.services import costs
from tuanke.facts.selectors.dirty import count_dirty
from tuanke.facts.tests.factories import make_run, write_score
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.audit.selectors.trail import list_entries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
IN_PLACE = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def apple() -> Product:
    for source in ("youzan", "till"):
        Product.objects.create(source=source, external_id="1", name="苹果 5 斤", category="水果")
    Product.objects.create(source="till", external_id="2", name="大米", category="粮油")
    write_score(make_run(), 7)
    return Product.objects.get(source="youzan")


@pytest.fixture
def browser() -> Client:
    client = Client()
    owner = make_staff("qian", name="钱会计", role=Role.FINANCE)
    client.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def cost_of(name: str) -> set[int | None]:
    return set(Product.objects.filter(name=name).values_list("unit_cost_fen", flat=True))


def save(browser: Client, product: Product, cost: str, **headers: str) -> Any:
    return browser.post(f"/products/{product.uid}/cost/", {"cost": cost}, **headers)


def test_a_cost_counts_for_every_product_of_the_name_and_whoever_bought(apple: Product) -> None:
    by = make_staff().pk
    costs.set_unit_cost(product=apple, cost_fen=1_250, by=by, at=AT)

    assert (cost_of("苹果 5 斤"), cost_of("大米")) == ({1_250}, {None})
    assert count_dirty() == 1
    entry = list_entries()[0]
    assert (entry.action, entry.by_id) == ("product.cost_set", by)
    assert entry.changes == {"name": "苹果 5 斤", "before": None, "after": 1_250}


def test_what_changes_nothing_leaves_no_trace(apple: Product) -> None:
    by = make_staff().pk
    costs.set_unit_cost(product=apple, cost_fen=None, by=by, at=AT)

    assert count_dirty() == 0
    assert not list_entries().filter(action="product.cost_set").exists()


def test_a_cost_below_nothing_is_refused(apple: Product) -> None:
    with pytest.raises(ValueError, match="-1"):
        costs.set_unit_cost(product=apple, cost_fen=-1, by=1, at=AT)


def test_the_page_lists_each_name_once_and_finds_by_a_part(apple: Product, browser: Client) -> None:
    page = browser.get("/products/").content.decode()
    assert page.count("苹果 5 斤</td>") == 1
    assert page.index("大米") < page.index("苹果 5 斤")

    found = browser.get("/products/?q=苹").content.decode()
    assert "苹果 5 斤" in found
    assert "大米" not in found


@pytest.mark.parametrize(("typed", "fen"), [("12.5", 1_250), ("0", 0), ("１２", 1_200), ("", None)])
def test_a_cost_is_saved_in_place(apple: Product, browser: Client, typed: str, fen: int | None) -> None:
    Product.objects.update(unit_cost_fen=999)

    row = save(browser, apple, typed, **IN_PLACE)

    assert row.status_code == 200
    assert f'id="product-{apple.uid}"' in row.content.decode()
    assert cost_of("苹果 5 斤") == {fen}


@pytest.mark.parametrize("typed", ["-1", "abc", "1.234", "NaN", "Infinity", "99999999999999"])
def test_what_is_no_cost_is_said_and_kept(apple: Product, browser: Client, typed: str) -> None:
    row = save(browser, apple, typed, **IN_PLACE).content.decode()

    assert 'role="alert"' in row
    assert f'value="{typed}"' in row
    assert cost_of("苹果 5 斤") == {None}


def test_without_javascript_the_list_comes_back(apple: Product, browser: Client) -> None:
    assert save(browser, apple, "3")["Location"] == "/products/"
    assert cost_of("苹果 5 斤") == {300}
