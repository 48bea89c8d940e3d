"""Names and numbers: who reads them in full, who masked, and what is on record about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from tests.personas import BUYERS
from tests.stories.browsing import forms, rows, text
from tests.stories.conftest import Shop
from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.customers.models import ContactPoint
from tuanke.customers.web.views import contacts as views
from tuanke.platform.audit.models import AuditEntry

PAGES_WITH_NAMES = ("/customers/?sort=name", "/customers/?sort=stake")


def reveal_address(shop: Shop, name: str) -> str:
    customer = shop.customer(name)
    return f"/customers/{customer.uid}/contacts/{customer.contact_points.get().pk}/reveal/"


@pytest.mark.parametrize("username", ["sun", "qian"])
def test_analyst_and_finance_read_masked_names(shop: Shop, username: str) -> None:
    browser = shop.sign_in(username)
    pages = [browser.get(address) for address in PAGES_WITH_NAMES]
    pages += [browser.get(shop.page("张三")), browser.get(f"/classes/{shop.customer('张三').uid}/value/")]

    assert "张*" in text(pages[0])
    for page in pages:
        assert [buyer.name for buyer in BUYERS if buyer.name in page.content.decode()] == []


@pytest.mark.parametrize("username", ["sun", "qian"])
def test_who_reads_no_names_cannot_find_or_sort_by_them(shop: Shop, username: str) -> None:
    browser = shop.sign_in(username)
    people = len(BUYERS)

    assert shop.page("张三") not in browser.get("/search/?q=张三").content.decode()
    assert len(rows(browser.get("/customers/?q=张三"))[1:]) in {0, people}
    assert len(rows(browser.get("/customers/?q=zs"))[1:]) in {0, people}
    by_name = [row[0] for row in rows(browser.get("/customers/?sort=name"))]
    assert by_name == [row[0] for row in rows(browser.get("/customers/?sort=stake"))]


def test_everybody_else_reads_names(shop: Shop) -> None:
    for username in ("chen", "lin", "wangfang", "zhaolei"):
        assert "张三" in text(shop.sign_in(username).get("/customers/"))


def test_a_number_is_masked_until_it_is_asked_for(shop: Shop) -> None:
    page = shop.sign_in("chen").get(shop.page("张三")).content.decode()

    assert "***8001" in page
    assert "13800138001" not in page


def test_the_number_comes_in_full_and_the_look_is_on_record(
    shop: Shop, give: Callable[[str, str], None]
) -> None:
    give("张三", "lihua")

    answer = shop.sign_in("lihua").post(reveal_address(shop, "张三"))

    assert "+8613800138001" in answer.content.decode()
    entry = AuditEntry.objects.filter(action="contact.revealed").get()
    assert entry.target_id == str(shop.customer("张三").uid)
    assert "13800138001" not in str(entry.changes)


def test_no_record_no_number(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(**_values: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("tuanke.platform.audit.services.trail.record", full_disk)

    with pytest.raises(OSError, match="no space left"):
        shop.sign_in("chen").post(reveal_address(shop, "张三"))


def test_the_look_is_recorded_before_the_number_leaves(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded_when_shown: list[bool] = []

    def answer(*values: Any) -> HttpResponse:
        recorded_when_shown.append(AuditEntry.objects.filter(action="contact.revealed").exists())
        return HttpResponse(*values)

    monkeypatch.setattr(views, "HttpResponse", answer)
    shop.sign_in("chen").post(reveal_address(shop, "张三"))

    assert recorded_when_shown == [True]


def test_a_number_of_one_customer_is_not_shown_under_another(shop: Shop) -> None:
    other = ContactPoint.objects.get(customer=shop.customer("李四"))

    answer = shop.sign_in("chen").post(f"/customers/{shop.customer('张三').uid}/contacts/{other.pk}/reveal/")

    assert answer.status_code == 404
    assert not AuditEntry.objects.filter(action="contact.revealed").exists()


def test_a_page_offers_nothing_that_would_be_refused(shop: Shop, give: Callable[[str, str], None]) -> None:
    """王芳 serves every customer, but edits and calls only those of her team."""
    give("张三", "zhoumin")
    page = shop.sign_in("wangfang").get(shop.page("张三"))

    assert page.status_code == 200
    assert [form.action for form in forms(page) if form.action.startswith("/customers/")] == []
    assert "/reveal/" not in page.content.decode()


def test_counts_are_those_of_ones_own_customers(shop: Shop, give: Callable[[str, str], None]) -> None:
    give("张三", "lihua")

    counted = rows(shop.sign_in("lihua").get("/classes/"))

    numbers = [int(row[1]) for row in counted if len(row) == 4 and row[1].isdigit()]
    assert numbers == [1] * len(DIMENSIONS), "张三 once in each"


def test_every_refusal_is_on_record(shop: Shop) -> None:
    shop.sign_in("lihua").get("/audit/")

    entry = AuditEntry.objects.filter(action="access.denied").get()
    assert entry.target_id == "console:audit"
    page = text(shop.sign_in("chen").get("/audit/"))
    assert "打开无权限的页面被拒" in page
    assert "李华" in page


def test_no_number_stands_in_the_database_in_the_clear(shop: Shop) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM \"{table}\" t WHERE t::text ~ '1380013800[0-9]'")
            assert cursor.fetchone() == (0,), table
