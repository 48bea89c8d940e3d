"""Interests, scenes and margins: the same classes on the customer's page, in the list, and on the class's own page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.stories.browsing import form_to, text
from tests.stories.conftest import Once, Shop
from tuanke.classes.models import CustomerClass
from tuanke.facts.models import CustomerScore, Report
from tuanke.orders.tests.factories import bring_in, order

# Name → lines of (category, amount in ¥, cost, money given back)
BOUGHT: dict[str, list[tuple[str, int, int, int]]] = {
    "张三": [
        ("水果", 100, 60, 0),
        ("水果", 100, 60, 0),
        ("水果", 100, 60, 50),
        ("粮油", 80, 70, 0),
        ("茶", 20, 5, 0),
    ],
    "李四": [("水果", 50, 30, 0), ("粮油", 50, 40, 0)],
    "王五": [("茶", 500, 100, 0)],
    "赵六": [("粮油", 90, 95, 0)],
    "孙七": [("粮油", 10, 9, 0)],
}
MARGINS_FEN = {"张三": 12_500, "李四": 3_000, "王五": 40_000, "赵六": -500, "孙七": 100}


@pytest.fixture
def sold(new_shop: Shop, once: Once) -> Shop:
    def build() -> None:
        lines = [
            order(
                f"{name}-{place}",
                name,
                f"{new_shop.today - timedelta(days=1)} 10:00",
                amount,
                customer_name=name,
                product=f"{category}礼盒",
                category=category,
                cost=cost,
                **({"refund_amount": back} if back else {}),
            )
            for name, bought in BOUGHT.items()
            for place, (category, amount, cost, back) in enumerate(bought)
        ]
        bring_in(new_shop.folder, lines)
        new_shop.run_jobs()

    once("sold", build)
    return new_shop


def listed(browser: Client, query: str) -> set[str]:
    page: Any = browser.get(f"/customers/?{query}")
    return {name for name in BOUGHT if name in text(page).split("共")[0] and name in page.content.decode()}


@pytest.mark.req("A2-10")
def test_every_category_is_a_class_and_who_mostly_buys_it_is_in_it(sold: Shop) -> None:
    browser = sold.sign_in("chen")

    interests = dict(CustomerClass.objects.values_list("customer__display_name", "interest"))
    assert interests["张三"] == "水果", "three of five lines are 60 %"
    assert interests["王五"] == "茶"
    assert interests["李四"] == "unknown", "half and half, one line each"
    for category in ("水果", "粮油", "茶"):
        assert browser.get(f"/classes/interest/{category}/").status_code == 200
    assert listed(browser, "interest=水果") == {"张三"}


@pytest.mark.req("A2-07")
def test_a_scene_of_the_shops_own_is_used_wherever_the_shipped_ones_are(sold: Shop) -> None:
    browser, page = sold.sign_in("chen"), sold.page("张三")
    browser.post("/customers/needs/", {"name": "婚庆", "kind": "scene"})
    form = form_to(browser.get(f"{page}archive/"), "/needs/")
    (own,) = set(form.options["need"]) - {"business", "leisure", "price", "quality", "service"}
    for code in ("business", own):
        browser.post(form.action, {"need": code, "note": ""})
    sold.run_jobs()

    held = CustomerClass.objects.get(customer=sold.customer("张三"))
    assert (held.scene, set(held.scenes.split())) == (own, {own, "business", "leisure"})
    assert "婚庆" in text(browser.get(page))
    assert "婚庆" in text(browser.get("/classes/"))
    assert "婚庆" in text(browser.get(f"/classes/scene/{own}/"))
    assert listed(browser, f"scene={own}") == {"张三"}
    assert listed(browser, "scene=business") == {"张三"}, "one of several counts, too"
    assert "张三" in listed(browser, "scene=leisure")
    why = text(browser.get(f"/classes/{sold.customer('张三').uid}/scene/"))
    assert "婚庆" in why


@pytest.mark.req("A2-11")
def test_value_is_told_by_margin_to_the_fen_and_the_top_fifth_by_its_true_share(sold: Shop) -> None:
    """Net revenue less cost; what is sent back takes its share of the cost back, too.

    Not yet covered, for their rooms are not built: the cost of points, commission, the cost of credit.
    """
    margins = dict(CustomerScore.objects.values_list("customer_id", "margin_fen"))
    assert {name: margins[sold.customer(name).pk] for name in BOUGHT} == MARGINS_FEN
    (row,) = [row for row in Report.objects.get(name="concentration").content if row["measure"] == "margin"]

    positive = sum(margin for margin in MARGINS_FEN.values() if margin > 0)
    assert row["top_20"] == pytest.approx(MARGINS_FEN["王五"] / positive), "one of five customers"
    assert CustomerClass.objects.get(customer=sold.customer("赵六")).abc == "loss"
