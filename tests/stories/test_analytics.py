"""The analytics pages against a recount over PostgreSQL, and the way from every number to its people."""

import csv
import html
import io
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.stories.browsing import rows, text
from tests.stories.conftest import Once, Shop
from tuanke.customers.services.customers import assign_owner
from tuanke.insights.stats import newcombe
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.accounts.selectors.staff import get_staff
from tuanke.platform.audit.models import AuditEntry

PAGES = (
    "", "findings/", "second-order/", "cohorts/", "cohorts/?show=margin", "rfm/", "cycle/", "concentration/",
    "first-repeat/", "demand/", "needs/", "ahead/",
)  # fmt: skip
# Every purchase day of every customer, counted from the orders themselves.
DAYS = """
WITH days AS (
    SELECT o.customer_id, (o.ordered_at AT TIME ZONE 'Asia/Shanghai')::date AS day,
           sum(l.revenue_fen - l.refunded_fen) AS fen, min(p.category) AS category
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id JOIN catalog_product p ON p.id = l.product_id
    WHERE o.status IN ('confirmed', 'completed') GROUP BY 1, 2
), placed AS (
    SELECT *, min(day) OVER (PARTITION BY customer_id) AS first,
           (array_agg(category) OVER (PARTITION BY customer_id ORDER BY day))[1] AS started_with
    FROM days
)
"""
BACK = """
SELECT started_with, count(*), count(*) FILTER (WHERE again) FROM (
    SELECT customer_id, started_with, bool_or(day > first AND day <= first + 90) AS again FROM placed
    WHERE first + 90 <= %s AND first > %s::date - 820 GROUP BY 1, 2) people GROUP BY 1
"""
BY_MONTH = """
SELECT to_char(day, 'YYYY-MM'), day = first, sum(fen)::bigint FROM placed GROUP BY 1, 2
"""
COHORTS = "SELECT to_char(first, 'YYYY-MM'), count(DISTINCT customer_id) FROM placed GROUP BY 1"
BUYERS_BY_MONTH = """
SELECT category, to_char(day, 'YYYY-MM'), count(DISTINCT customer_id) FROM placed GROUP BY 1, 2
"""


def recount(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(DAYS + query, values)
        return list(cursor.fetchall())


def orders_of_many(today: date) -> list[dict[str, object]]:
    """Whoever starts with fruit comes back twice as often; 400 customers over sixteen months."""
    dice, found = random.Random(20260605), []
    for n in range(400):
        first = today - timedelta(days=110 + n)
        fruit = n % 2 == 0
        days = [first]
        if dice.random() < (0.6 if fruit else 0.3):
            days.append(first + timedelta(days=dice.randint(10, 85)))
            days += [day for day in (days[-1] + timedelta(days=dice.randint(20, 90)),) if day < today]
        for place, day in enumerate(days):
            goods = ("苹果", "水果") if fruit or place else ("纸巾", "日用")
            found.append(
                order(
                    f"O{n}-{place}",
                    f"c{n}",
                    f"{day} 10:00:00",
                    dice.randint(20, 90) + 20 * place,
                    product=goods[0],
                    category=goods[1],
                    phone=f"137{n:08d}",
                )
            )
    return found


@pytest.fixture
def large(new_shop: Shop, once: Once) -> Shop:
    def build() -> None:
        bring_in(new_shop.folder, orders_of_many(new_shop.today))
        new_shop.run_jobs()

    once("analytics", build)
    return new_shop


def articles(page: Any) -> list[dict[str, str]]:
    """The cards of a page: what each says, and where it leads."""
    found = re.findall(r'<article class="finding.*?</article>', page.content.decode(), flags=re.DOTALL)
    parts = {
        "claim": r"<h3>.*?</span>(.*?)</h3>",
        "number": r"<strong>(.*?)</strong>",
        "proof": r'"finding-proof">(.*?)</p>',
        "rows": r'<a class="btn btn-sm" href="(.*?)"',
    }
    cards = []
    for one in found:
        cells = {name: re.search(pattern, one, flags=re.DOTALL) for name, pattern in parts.items()}
        cards.append({name: html.unescape(cell[1]).strip() if cell else "" for name, cell in cells.items()})
    return cards


def listed(browser: Client, address: str) -> int:
    return int(browser.get(address).context["listed"].count)


@pytest.mark.req("A9-11")
def test_every_finding_has_claim_number_n_interval_and_leads_to_exactly_its_people(
    large: Shop, say: Callable[..., str]
) -> None:
    browser = large.sign_in("chen")

    page = browser.get("/analytics/findings/")
    cards = articles(page)

    assert cards
    assert len(cards) == page.context["standing"] < page.context["tried"]
    for card in cards:
        assert card["claim"]
        assert card["number"]
        assert re.search(r"n = [\d,]+", card["proof"])
        assert len(re.findall(r"[-+]?¥?-?\d+\.\d", card["proof"])) >= 2, "both ends of an interval"
    ours = [card for card in cards if card["rows"].endswith("category%3A%E6%B0%B4%E6%9E%9C")]
    (fruit,) = ours
    counts = {name: (n, again) for name, n, again in recount(BACK, large.today, large.today)}
    (n, again), (others, others_again) = counts["水果"], counts["日用"]
    interval = newcombe(again, n, others_again, others)
    assert fruit["number"] == f"{again / n * 100:.1f}%"
    assert f"n = {n:,}" in fruit["proof"]
    assert f"{interval.low * 100:+.1f}" in fruit["proof"]
    assert f"{interval.high * 100:+.1f}" in fruit["proof"]
    assert listed(browser, fruit["rows"]) == n
    assert (
        say("Whoever starts with %(subject)s comes back more often") % {"subject": "水果"} == fruit["claim"]
    )


def test_a_finding_shows_each_role_only_the_people_it_may_see(large: Shop) -> None:
    (address,) = [
        card["rows"]
        for card in articles(large.sign_in("chen").get("/analytics/findings/"))
        if "category%3A%E6%B0%B4" in card["rows"]
    ]
    hers = large.customer("c1")
    assign_owner(customer=hers, owner_id=get_staff("lihua").pk, by=get_staff("lin").pk, at=timezone.now())
    shown = large.sign_in("lihua").get(address).context["listed"]
    assert listed(large.sign_in("lin"), address) > 1
    assert (shown.count, list(shown.choices)) == (1, []), "her own, and no word of a finding"


def test_where_nothing_stands_out_the_page_says_so(shop: Shop, say: Callable[..., str]) -> None:
    page = shop.sign_in("sun").get("/analytics/findings/")
    assert articles(page) == []
    assert say("Nothing stands out") in text(page)


def test_every_page_opens_before_the_first_figures_to_those_who_may(new_shop: Shop) -> None:
    browser, stranger = new_shop.sign_in("chen"), new_shop.sign_in("lihua")
    for path in PAGES:
        assert browser.get(f"/analytics/{path}").status_code == 200
        assert stranger.get(f"/analytics/{path}").status_code == 403


def test_every_page_opens_with_figures(large: Shop) -> None:
    browser = large.sign_in("sun")
    for path in PAGES:
        page = browser.get(f"/analytics/{path}")
        assert page.status_code == 200
        assert len(rows(page)) > 2 or path == "findings/"


def test_months_of_first_and_repeat_orders_equal_a_recount(large: Shop) -> None:
    shown = large.sign_in("sun").get("/analytics/").context["months"]
    counted = {(month, is_first): fen for month, is_first, fen in recount(BY_MONTH)}
    assert len(shown) == 6
    for row in shown:
        month = f"{row['month']:%Y-%m}"
        assert row["first"]["revenue_fen"] == counted.get((month, True), 0)
        assert row["repeat"]["revenue_fen"] == counted.get((month, False), 0)


def test_a_cohort_is_whoever_first_ordered_in_that_month(large: Shop) -> None:
    browser = large.sign_in("chen")
    sizes = dict(recount(COHORTS))
    cohorts = browser.get("/analytics/cohorts/").context["cohorts"]["cohorts"]
    assert {f"{one['month']:%Y-%m}": one["size"] for one in cohorts} == sizes
    first = cohorts[0]
    assert listed(browser, f"/customers/?joined={first['month']:%Y-%m-%d}") == first["size"]


def test_the_cells_of_the_grid_are_everybody_once_and_lead_to_them(large: Shop) -> None:
    browser = large.sign_in("chen")
    grid = browser.get("/analytics/rfm/").context["grid"]
    cells = [cell for row in grid["rows"] for cell in row["cells"] if cell["customers"]]
    assert sum(cell["customers"] for cell in cells) == 400
    for cell in cells[:3]:
        assert listed(browser, f"/customers/?r={cell['r']}&f={cell['f']}") == cell["customers"]


def test_bands_weeks_and_the_best_lead_to_as_many_people(large: Shop) -> None:
    browser = large.sign_in("chen")
    cycle = browser.get("/analytics/cycle/").context["cycle"]
    for band in cycle["bands"]:
        upper = f"&gap_to={band['to_days']}" if band["to_days"] else ""
        if band["customers"]:
            assert listed(browser, f"/customers/?gap_from={band['from_days']}{upper}") == band["customers"]
    for week in cycle["weeks"]:
        days = f"expected_from={week['starts_on']}&expected_to={week['ends_on']}"
        assert listed(browser, f"/customers/?{days}") == week["customers"]
    for percent, customers, _share in browser.get("/analytics/concentration/").context["margin"]["tops"]:
        assert listed(browser, f"/customers/?top={percent}") == customers


def export(browser: Client, report: str) -> list[list[str]]:
    answer = browser.post(f"/analytics/export/{report}/", {"format": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.req("A9-01")
def test_needs_their_trend_with_season_and_preferences_leave_as_files_on_record(
    large: Shop, say: Callable[..., str]
) -> None:
    browser = large.sign_in("sun")
    page = browser.get("/analytics/needs/")

    classified = export(browser, "need-classification")[1:]
    assert sum(int(row[1]) for row in classified) == 400
    assert [row[0] for row in classified] == [str(row["name"]) for row in page.context["needs"]]

    header, *trend = export(browser, "category-trend")
    counted = {(category, month): n for category, month, n in recount(BUYERS_BY_MONTH)}
    assert header[3] == say("Season (1 = usual)")
    assert trend
    for category, month, customers, *_season in trend:
        assert int(customers) == counted.get((category, month[:7]), 0)
    assert {row[1][:7] for row in trend} == {
        month for _category, month in counted if month < f"{large.today:%Y-%m}"
    }

    liked = {row[0]: row for row in export(browser, "preferences")[1:]}
    assert int(liked["水果"][2]) == listed(browser, "/customers/?interest=水果")
    assert export(browser, "need-trend")[1:]

    entries = AuditEntry.objects.filter(action="analytics.exported").order_by("pk")
    assert [entry.target_id for entry in entries] == [
        "need-classification", "category-trend", "preferences", "need-trend",
    ]  # fmt: skip


@pytest.mark.parametrize("report", ["demand", "findings"])
def test_what_to_prepare_and_what_was_found_leave_as_a_workbook(large: Shop, report: str) -> None:
    answer = large.sign_in("zhaolei").post(f"/analytics/export/{report}/", {"format": "xlsx"})
    assert answer.content.startswith(b"PK")
    assert large.sign_in("lihua").post(f"/analytics/export/{report}/").status_code == 403
    assert large.sign_in("zhaolei").post("/analytics/export/nothing/").status_code == 404
