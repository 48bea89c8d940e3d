"""陈老板 states the shop's gross margin, 钱会计 enters a cost; every page says what its margin rests on."""

from collections.abc import Callable

from django.utils import translation

from tests.stories.browsing import text
from tests.stories.conftest import Shop
from tuanke.catalog.models import Product
from tuanke.facts.models import CustomerScore
from tuanke.orders.models import Order

NAME = "张三"


def revenue(shop: Shop) -> int:
    orders = Order.objects.filter(customer=shop.customer(NAME), status__in=Order.COUNTED)
    return sum(order.revenue_fen - order.refunded_fen for order in orders)


def margin(shop: Shop) -> int | None:
    return CustomerScore.objects.get(customer_id=shop.customer(NAME).pk).margin_fen


def state(shop: Shop, percent: str) -> None:
    browser = shop.sign_in("chen")
    version = browser.get("/preferences/shop/").context["form"]["version"].value()
    browser.post("/preferences/shop/", {"margin": percent, "version": str(version)})
    shop.run_jobs()


def pages(shop: Shop) -> list[str]:
    browser = shop.sign_in("chen")
    return [text(browser.get(address)) for address in (shop.page(NAME), "/today/", "/analytics/")]


def test_nothing_known_the_revenue_counts_and_says_so(shop: Shop, say: Callable[..., str]) -> None:
    assert margin(shop) == revenue(shop)
    assert all(say("revenue, as no cost is known") in page for page in pages(shop))


def test_a_stated_margin_counts_everywhere_and_says_so(shop: Shop, say: Callable[..., str]) -> None:
    state(shop, "40")

    assert margin(shop) == revenue(shop) * 40 // 100
    assert all(say("by the shop's stated gross margin") in page for page in pages(shop))

    state(shop, "")
    assert margin(shop) == revenue(shop)


def test_a_known_cost_comes_first(shop: Shop, say: Callable[..., str]) -> None:
    state(shop, "40")
    browser = shop.sign_in("qian")
    for product in Product.objects.all():
        browser.post(f"/products/{product.uid}/cost/", {"cost": "0"})
    shop.run_jobs()

    assert margin(shop) == revenue(shop), "goods that cost nothing"
    assert all(say("after known cost") in page for page in pages(shop))


def test_marketing_reads_the_timeline_without_orders_and_amounts(shop: Shop, say: Callable[..., str]) -> None:
    number = Order.objects.filter(customer=shop.customer(NAME)).latest("ordered_at").external_id

    def timeline(who: str) -> str:
        page = shop.sign_in(who).get(shop.page(NAME)).content.decode()
        return page[page.index('class="timeline"') :]

    with translation.override("zh-hans"):
        assert number in timeline("lin")
        assert number not in timeline("zhaolei")
        assert "¥" not in timeline("zhaolei")
        assert say("Ordered") not in timeline("zhaolei")
