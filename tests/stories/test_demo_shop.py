"""The demo shop comes in like any shop's files, is marked, and goes again."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from tests.stories.browsing import text
from tests.stories.conftest import Once, Shop
from tuanke.catalog.models import Product
from tuanke.config.demo import loading
from tuanke.config.demo.files import DemoFile, write_files
from tuanke.customers.models import Customer
from tuanke.customers.services.customers import write_note
from tuanke.facts.models import CustomerScore
from tuanke.orders.models import Order

LEFT_ALONE = {"accounts_", "audit_", "auth_", "django_", "imports_", "jobs_", "outbox_", "preferences_", "account_",
              "mfa_", "axes_", "procrastinate_", "facts_scoringrun", "facts_report"}  # fmt: skip


@pytest.fixture
def demo(new_shop: Shop, monkeypatch: pytest.MonkeyPatch, once: Once) -> Shop:
    def smaller(folder: Path, *, today: date) -> Sequence[DemoFile]:
        return write_files(folder, today=today, customers=400)

    monkeypatch.setattr(loading, "write_files", smaller)
    once("demo", loading.load)
    new_shop.run_jobs()
    return new_shop


def records() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = [
            name
            for name in connection.introspection.table_names(cursor)
            if not any(name.startswith(prefix) for prefix in LEFT_ALONE)
        ]
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            found[name] = cursor.fetchone()[0]
    return {name: count for name, count in found.items() if count}


def test_the_demo_is_a_working_shop_and_says_that_it_is_one(demo: Shop, say: Callable[..., str]) -> None:
    browser = demo.sign_in("chen")

    page = text(browser.get("/today/"))

    assert say("Demo shop: every person and order here is made up.") in page
    assert say("Nobody needs attention right now.") not in page
    assert CustomerScore.objects.count() == Customer.objects.count() > 350


def test_loading_it_again_changes_nothing(demo: Shop) -> None:
    before = records()

    loading.load()
    demo.run_jobs()

    assert records() == before


def test_cleared_it_is_gone_and_says_so(demo: Shop, say: Callable[..., str]) -> None:
    orders, customers = Order.objects.count(), Customer.objects.count()

    sentence = str(loading.clear())
    demo.run_jobs()

    assert str(orders) in sentence
    assert str(customers) in sentence
    assert records() == {}
    page = text(demo.sign_in("chen").get("/today/"))
    assert say("Demo shop: every person and order here is made up.") not in page


def test_cleared_the_figures_are_gone_too(demo: Shop) -> None:
    loading.clear()
    demo.run_jobs()

    page = text(demo.sign_in("sun").get("/analytics/"))

    assert f"n = {400}" not in page
    assert "¥" not in page.replace("¥0", "")


def test_what_somebody_worked_on_is_kept_and_named(demo: Shop) -> None:
    customer = Customer.objects.order_by("pk")[0]
    write_note(customer=customer, note="认识老板", version=customer.version, by=1, at=customer.recorded_at)

    sentence = str(loading.clear())
    demo.run_jobs()

    assert list(Customer.objects.values_list("note", flat=True)) == ["认识老板"]
    assert "1" in sentence
    assert not Order.objects.exists()
    assert not Product.objects.exists()
