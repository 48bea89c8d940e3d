"""A customer is in the archive twice: found, compared, made one everywhere, and taken back."""

import pytest
from django.utils import timezone

from tests.stories.browsing import forms, text
from tests.stories.conftest import Shop
from tuanke.customers.models import ContactPoint, Customer, DuplicateCandidate, MergeOperation, NotDuplicate
from tuanke.customers.services.duplicates.finding import find
from tuanke.facts.models import CustomerScore
from tuanke.facts.services.store import open_store
from tuanke.orders.models import Order


def compare(shop: Shop, stays: str, goes: str) -> str:
    return f"/customers/{shop.customer(stays).uid}/merge/{shop.customer(goes).uid}/"


def press_merge(shop: Shop, stays: str, goes: str) -> None:
    browser = shop.sign_in("chen")
    page = browser.get(compare(shop, stays, goes))
    (form,) = [form for form in forms(page) if "reason" in form.values]
    answer = browser.post(compare(shop, stays, goes), {**form.values, "reason": "同一个人"})
    assert answer.status_code == 302, text(answer)
    shop.run_jobs()


def scored(customer: Customer) -> tuple[int, int] | None:
    return CustomerScore.objects.filter(pk=customer.pk).values_list("orders", "revenue_fen").first()


def test_merged_they_are_one_customer_on_every_page(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    zhang, li = shop.customer("张三"), shop.customer("李四")
    together = Order.objects.filter(customer__in=[zhang, li], status__in=Order.COUNTED)
    orders, revenue = together.count(), sum(together.values_list("revenue_fen", flat=True))

    press_merge(shop, "张三", "李四")

    one = Customer.objects.get(pk=zhang.pk)
    assert browser.get(f"/customers/{li.uid}/").content == browser.get(
        f"/customers/{zhang.uid}/"
    ).content or (one.display_name in text(browser.get(f"/customers/{li.uid}/")))
    assert f"¥{revenue / 100:,.2f}".removesuffix(".00") in text(browser.get(f"/customers/{zhang.uid}/"))
    assert scored(one) == (orders, revenue)
    assert scored(li) is None
    listed = browser.get("/customers/?sort=name").content.decode()
    assert str(li.uid) not in listed
    assert str(zhang.uid) in browser.get("/customers/?q=8002").content.decode(), "found by the other's number"


def test_who_has_the_same_name_is_told_by_the_number(new_shop: Shop) -> None:
    browser = new_shop.sign_in("chen")
    for mobile in ("13800138001", "13800138002", "13800138003"):
        browser.post("/customers/new/", {"display_name": "王伟", "mobile": mobile})
    first = Customer.objects.order_by("pk")[0]

    page = text(browser.get(f"/customers/{first.uid}/merge/?who=王伟"))

    assert [tail for tail in ("8001", "8002", "8003") if f"***{tail}" in page] == ["8002", "8003"]


def test_taken_back_they_are_two_again_and_the_facts_follow(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    zhang, li = shop.customer("张三"), shop.customer("李四")
    before = scored(zhang), scored(li)
    press_merge(shop, "张三", "李四")
    page = browser.get(f"/customers/{zhang.uid}/merge/")
    (form,) = [form for form in forms(page) if "unmerge" in form.action]

    browser.post(form.action)
    shop.run_jobs()

    assert (scored(zhang), scored(li)) == before
    assert MergeOperation.objects.get().state == "undone"
    assert ContactPoint.objects.get(customer=li).is_primary
    assert "李四" in text(browser.get(f"/customers/{li.uid}/"))


def test_a_pair_is_proposed_with_reasons_and_told_apart_for_good(new_shop: Shop, say: object) -> None:
    browser = new_shop.sign_in("chen")
    for name in ("欧阳修文", "欧阳修文"):
        browser.post("/customers/new/", {"display_name": name, "address": "南京市中山路 1 号"})
    find(at=timezone.now())
    page = browser.get("/customers/duplicates/")
    assert "欧阳修文 =? 欧阳修文" in text(page)
    (form,) = [form for form in forms(page) if "apart" in form.action]

    browser.post(form.action)
    find(at=timezone.now())

    assert NotDuplicate.objects.count() == 1
    assert not DuplicateCandidate.objects.exists()


def test_a_person_is_not_merged_with_an_organisation(new_shop: Shop) -> None:
    browser = new_shop.sign_in("chen")
    browser.post("/customers/new/", {"display_name": "张三"})
    browser.post("/customers/new/?kind=org", {"display_name": "滨江物业"})

    answer = browser.post(compare(new_shop, "张三", "滨江物业"))

    assert answer.status_code == 302
    assert not MergeOperation.objects.exists()


def test_who_may_edit_one_only_cannot_merge(shop: Shop, give: object) -> None:
    give("张三", "lihua")  # type: ignore[operator]

    assert shop.sign_in("lihua").get(compare(shop, "张三", "李四")).status_code == 404


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_store_holds_no_row_of_who_was_merged(shop: Shop) -> None:
    import ibis

    li = shop.customer("李四")
    press_merge(shop, "张三", "李四")

    engine, store = ibis.duckdb.connect(), open_store()
    for table in ("order_lines", "customers"):
        rows = store.read(engine, table)
        assert engine.execute(rows.filter(rows.customer_id == li.pk).count()) == 0
