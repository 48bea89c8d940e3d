"""The list of customers as a tool: narrowed, ordered, with the columns one wants, and never more than one may see."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.personas import BUYERS
from tests.stories.browsing import forms, text
from tests.stories.conftest import Shop
from tuanke.customers.models import ConsentRecord, Customer, CustomField
from tuanke.customers.services import tags
from tuanke.platform.accounts.models import Staff
from tuanke.ui.paging import page_in

Give = Callable[[str, str], None]


def names(page: Any) -> list[str]:
    """Who stands on the list, in order."""
    return re.findall(r'class="person-name" href="[^"]*">([^<]*)<', page.content.decode())


def heads(page: Any) -> dict[str, str]:
    """Column head → the direction the list is sorted by it, or nothing."""
    found = re.findall(r"<th scope=\"col\"([^>]*)>(.*?)</th>", page.content.decode(), flags=re.DOTALL)
    return {
        re.sub(r"<[^>]+>|[↑↓]", "", inner).strip(): "".join(re.findall(r'aria-sort="(\w+)"', attributes))
        for attributes, inner in found
    }


def count(page: Any) -> int:
    return int(re.findall(r"<strong>\D*(\d+)", page.content.decode())[0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lifecycle=returned", {"赵六"}),
        ("lifecycle=dormant&value=high_value", None),
        ("kind=org", set()),
        ("owner=me", {"李四"}),
        ("orders_min=8", {"张三", "王五", "周八"}),
        ("revenue_min=2000", {"张三", "周八"}),
        ("orders_min=8&revenue_min=2000&kind=person", {"张三", "周八"}),
        ("orders_min=-5&lifecycle=nonsense&owner=99999&last_after=2026-02-30&tag=x", "everybody"),
    ],
)
def test_filters_narrow_together_and_nonsense_narrows_nothing(
    shop: Shop, give: Give, query: str, expected: Any
) -> None:
    give("李四", "chen")

    page = shop.sign_in("chen").get(f"/customers/?{query}")

    everybody = {buyer.name for buyer in BUYERS}
    if expected is not None:
        assert set(names(page)) == (everybody if expected == "everybody" else expected)
    assert count(page) == len(names(page))


def test_by_days_of_the_last_order_and_by_place(shop: Shop) -> None:
    browser, day = shop.sign_in("chen"), shop.today - timedelta(days=11)

    assert set(names(browser.get(f"/customers/?last_after={day}"))) == {"李四", "赵六", "孙七"}
    assert names(browser.get(f"/customers/?last_after={day}&last_before={day}")) == ["李四"]
    assert len(names(browser.get("/customers/?place=浙江"))) == len(BUYERS)
    assert names(browser.get("/customers/?place=杭州&orders_min=12")) == ["张三"]
    assert names(browser.get("/customers/?place=江")) == []


def test_by_tag_consent_and_a_field_of_the_shops_own(shop: Shop) -> None:
    boss = Staff.objects.get(username="chen")
    tag = tags.add_tag(customer=shop.customer("王五"), text="常客", by=boss.pk, at=timezone.now()).tag
    agree(shop.customer("赵六"), "granted", boss)
    agree(shop.customer("孙七"), "denied", boss)
    field = CustomField.objects.create(
        kind="person", key="size", label="尺码", type="enum", options=["大", "小"]
    )
    Customer.objects.filter(display_name="周八").update(custom={"size": "大"})
    browser = shop.sign_in("chen")
    about = "consent_channel=sms&consent_purpose=marketing"

    assert names(browser.get(f"/customers/?tag={tag.pk}")) == ["王五"]
    assert names(browser.get(f"/customers/?{about}&consent=granted")) == ["赵六"]
    assert names(browser.get(f"/customers/?{about}&consent=denied")) == ["孙七"]
    assert len(names(browser.get(f"/customers/?{about}&consent=unknown"))) == len(BUYERS) - 2
    assert names(browser.get(f"/customers/?field_{field.pk}=大")) == ["周八"]
    assert len(names(browser.get(f"/customers/?field_{field.pk}=中"))) == len(BUYERS)


def agree(customer: Customer, status: str, by: Staff) -> None:
    ConsentRecord.objects.create(
        customer=customer,
        channel="sms",
        purpose="marketing",
        status=status,
        source="form",
        evidence="登记表",
        by=by,
        occurred_at=timezone.now(),
    )


def test_what_is_chosen_stands_as_chips_and_each_goes_by_its_own_cross(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    page = browser.get("/customers/?orders_min=8&revenue_min=2000&sort=name&kind=&q=")

    crosses = re.findall(r'class="chip chip-accent" href="(\?[^"]*)"', page.content.decode())

    assert crosses == ["?revenue_min=2000&amp;sort=name", "?orders_min=8&amp;sort=name"]
    without = browser.get("/customers/" + crosses[0].replace("&amp;", "&"))
    assert set(names(without)) == {"张三", "周八"}


@pytest.mark.parametrize("typed", ["13800138001", "138 0013 8001", "+86 138-0013-8001", "1３800138001"])
def test_a_whole_number_finds_whose_it_is_and_nobody_else(shop: Shop, typed: str) -> None:
    assert names(shop.sign_in("chen").get("/customers/", {"q": typed})) == ["张三"]


def test_a_number_that_differs_in_its_middle_finds_nobody(shop: Shop) -> None:
    assert names(shop.sign_in("chen").get("/customers/?q=13800248001")) == []


@pytest.mark.parametrize("typed", ["张三", "zhangsan", "zs", "8001", "三"])
def test_found_by_characters_pinyin_initials_and_last_four(shop: Shop, typed: str) -> None:
    assert "张三" in names(shop.sign_in("chen").get("/customers/", {"q": typed}))


def test_a_column_head_sorts_and_says_so_and_turns_round(shop: Shop) -> None:
    browser = shop.sign_in("chen")

    down, up = browser.get("/customers/?sort=orders"), browser.get("/customers/?sort=-orders")

    assert names(down)[:3] == ["张三", "周八", "王五"]
    assert names(up)[-3:] == ["王五", "周八", "张三"]
    assert names(up) == names(down)[::-1], "ties too stand the other way round"
    assert [way for way in heads(down).values() if way] == ["descending"]
    assert [way for way in heads(up).values() if way] == ["ascending"]
    assert 'href="?sort=-orders"' in down.content.decode()
    assert 'href="?sort=orders"' in up.content.decode()


@pytest.mark.parametrize(
    "sort", ["orders", "-orders", "last", "-last", "stake", "-stake", "name", "-created"]
)
def test_pages_neither_repeat_nor_miss_anybody(shop: Shop, monkeypatch: Any, sort: str) -> None:
    """Also those who are not scored yet, and however the page is read."""
    monkeypatch.setattr(page_in, "__defaults__", (5,))
    Customer.objects.create(display_name="新人", created_at=timezone.now())
    browser = shop.sign_in("chen")

    for narrowed in ("", "&kind=person"):
        pages = [names(browser.get(f"/customers/?sort={sort}{narrowed}&page={n}")) for n in range(1, 6)]
        seen = [name for page in pages for name in page]
        assert sorted(seen) == sorted([*(buyer.name for buyer in BUYERS), "新人"])


def test_columns_are_chosen_kept_in_order_and_set_back(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    usual = list(heads(browser.get("/customers/")))

    choose(browser, column=["tags", "orders", "phone"])
    assert len(heads(browser.get("/customers/"))) == 4
    three = list(heads(browser.get("/customers/?sort=name")))
    choose(browser, column=["tags", "orders", "phone"], up="phone")
    moved = list(heads(browser.get("/customers/")))
    assert moved == [three[0], three[1], three[3], three[2]]
    assert "***8001" in text(browser.get("/customers/?q=张三"))
    assert len(heads(shop.sign_in("lin").get("/customers/"))) == len(usual), "everybody has their own"

    choose(browser, reset="1")
    assert list(heads(browser.get("/customers/"))) == usual


def choose(browser: Any, **sent: Any) -> None:
    answer = browser.post("/customers/columns/", {"query": "sort=name&kind=", **sent})
    assert answer["Location"] == "/customers/?sort=name"


def test_a_field_gone_from_the_shop_leaves_the_list_in_peace(shop: Shop) -> None:
    browser = shop.sign_in("chen")

    choose(browser, column=["field_999", "orders", "nonsense"])

    assert len(heads(browser.get("/customers/"))) == 2


@pytest.mark.parametrize("username", ["sun", "qian"])
def test_who_reads_no_names_gets_no_column_filter_or_order_that_tells_them(shop: Shop, username: str) -> None:
    field = CustomField.objects.create(kind="person", key="nick", label="小名", type="text", pii=True)
    Customer.objects.filter(display_name="周八").update(custom={"nick": "小八"})
    browser = shop.sign_in(username)
    choose(browser, column=[f"field_{field.pk}", "phone", "orders"])

    page = browser.get("/customers/")

    assert "小名" not in page.content.decode()
    assert "小八" not in page.content.decode()
    assert [buyer.name for buyer in BUYERS if buyer.name in page.content.decode()] == []
    assert len(names(browser.get(f"/customers/?field_{field.pk}=小八"))) == len(BUYERS)
    assert names(browser.get("/customers/?q=13800138001")) == []
    assert 'id="by-name"' not in page.content.decode()


def test_a_salesperson_is_not_asked_whose_customers(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    page = shop.sign_in("lihua").get("/customers/?owner=nobody")

    assert names(page) == []
    assert 'name="owner" aria-label' not in page.content.decode().split('id="customers"')[0]
    assert names(shop.sign_in("lihua").get("/customers/")) == ["张三"]


def test_the_address_htmx_keeps_has_no_empty_fields(shop: Shop) -> None:
    browser = shop.sign_in("chen")

    answer = browser.get("/customers/?q=&kind=person&value=&sort=name", headers={"HX-Request": "true"})

    assert answer["HX-Push-Url"] == "/customers/?kind=person&sort=name"
    assert "HX-Push-Url" not in browser.get("/customers/?q=")


def test_every_filter_works_as_a_plain_form(shop: Shop) -> None:
    """Without a script the form is sent as it stands: what it shows is what was chosen."""
    browser = shop.sign_in("chen")
    page = browser.get("/customers/?lifecycle=returned&orders_min=2&sort=-last&place=浙江")

    (form,) = [form for form in forms(page, posted=False) if "place" in form.values]

    chosen = {name: value for name, value in form.values.items() if value}
    assert chosen == {"lifecycle": "returned", "orders_min": "2", "sort": "-last", "place": "浙江"}
    assert names(browser.get("/customers/", form.values)) == names(page) == ["赵六"]
