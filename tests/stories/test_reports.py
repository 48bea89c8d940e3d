"""Somebody asks the shop's figures a question, keeps it, shares it and takes it along, over their own customers."""

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection

from tests.reports.shop import add_customer
from tests.stories.browsing import rows, text
from tests.stories.conftest import Shop
from tuanke.facts.services import dirty
from tuanke.platform.audit.models import AuditEntry
from tuanke.reports.models import SavedReport
from tuanke.reports.selectors.built_in import ALL

Say = Callable[..., str]
Give = Callable[[str, str], None]
BY_MONTH = "m=revenue&m=orders&by=month&period=ever"
NEEDS = ("needs", "need-trend", "preference")


def table(page: Any) -> dict[str, list[str]]:
    """First cell of a row → the others."""
    return {row[0]: row[1:] for row in rows(page)}


def by_sql(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def export(browser: Any, query: str, file_format: str = "csv") -> list[list[str]]:
    answer = browser.post("/reports/export/", {"query": query, "format": file_format})
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def query_of(page: Any) -> str:
    """What the page's form for a file would send."""
    found = re.search(r'name="query" value="([^"]*)"', page.content.decode())
    assert found
    return unescape(found[1])


@pytest.mark.req("A9-08")
def test_every_shop_has_more_than_twenty_reports_listed_by_their_questions(shop: Shop, say: Say) -> None:
    listed = text(shop.sign_in("chen").get("/reports/"))

    assert len(ALL) > 20
    assert [report.slug for report in ALL if say(str(report.title)) not in listed] == []


@pytest.mark.req("A9-08")
@pytest.mark.parametrize("group", sorted({str(report.group) for report in ALL}))
def test_each_of_them_answers(shop: Shop, say: Say, group: str) -> None:
    browser = shop.sign_in("chen")
    for report in (report for report in ALL if say(str(report.group)) == say(group)):
        page = browser.get(f"/reports/built-in/{report.slug}/")
        assert page.status_code == 200, report.slug
        assert say(str(report.title)) in text(page)
        assert rows(page) or say("Nothing happened in these days") in text(page)


@pytest.mark.req("A9-08")
def test_the_search_finds_a_report_by_a_word_of_its_question(shop: Shop, say: Say) -> None:
    found = text(shop.sign_in("chen").get("/reports/", {"q": "退款"}))

    assert say("Are refunds becoming more?") in found
    assert say("Where do our customers live?") not in found
    assert say("No report answers that yet") in text(shop.sign_in("chen").get("/reports/", {"q": "太空船"}))


@pytest.mark.req("A9-08")
def test_the_figures_are_those_of_the_orders(shop: Shop) -> None:
    header, *lines = export(shop.sign_in("chen"), BY_MONTH)

    recounted = by_sql(
        "SELECT to_char(ordered_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'),"
        " sum(l.revenue_fen - l.refunded_fen), count(DISTINCT o.id)"
        " FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id GROUP BY 1 ORDER BY 1"
    )
    told = {month: (revenue, orders) for month, revenue, orders in lines if orders != "0"}
    total = told.pop(lines[-1][0])
    assert told == {month: (f"{revenue / 100:.2f}", str(orders)) for month, revenue, orders in recounted}
    assert total == (f"{sum(row[1] for row in recounted) / 100:.2f}", str(sum(row[2] for row in recounted)))
    assert len(header) == 3


@pytest.mark.req("A9-01")
@pytest.mark.parametrize("slug", NEEDS)
def test_needs_their_trend_and_preferences_are_reports_that_leave_as_a_file(shop: Shop, slug: str) -> None:
    browser = shop.sign_in("chen")
    page = browser.get(f"/reports/built-in/{slug}/")

    lines = export(browser, query_of(page))
    shown = [row for row in rows(page) if row]

    assert len(lines) == len(shown) > 2
    assert [line[0] for line in lines[1:]] == [
        row[0].split("  ")[0].replace(" 未满", "") for row in shown[1:]
    ]


@pytest.mark.req("A9-01")
def test_the_trend_stands_beside_the_same_months_of_last_year(shop: Shop, say: Say) -> None:
    page = shop.sign_in("chen").get("/reports/built-in/need-trend/")
    drawn = json.loads(re.search(r'id="report-chart"[^>]*>(.*?)</script>', page.content.decode())[1])  # type: ignore[index]

    assert drawn["kind"] == "line"
    assert len(drawn["earlier"]) == len(drawn["labels"]) == len(drawn["values"])
    last_year = by_sql(
        "SELECT coalesce(sum(l.quantity), 0) FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id"
        " WHERE (o.ordered_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN (current_date - interval '2 years')::date + 1"
        " AND (current_date - interval '1 year')::date"
    )[0][0]
    assert sum(drawn["earlier"]) == pytest.approx(float(last_year))


@pytest.mark.req("A9-08")
def test_a_report_is_put_together_and_its_address_says_all(shop: Shop) -> None:
    address = f"/reports/ask/?{BY_MONTH.replace('month', 'city')}&vs=&sort=orders"
    mine, theirs = shop.sign_in("chen").get(address), shop.sign_in("lin").get(address)

    assert table(mine)["杭州市"] == table(theirs)["杭州市"]
    part = shop.sign_in("chen").get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert table(part)["杭州市"] == table(mine)["杭州市"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "m=people&by=month",
            "“%(measure)s” cannot be broken down so: take another breakdown, or leave it out.",
        ),
        ("m=happiness", "This report asks for something that no longer exists."),
        (
            "m=revenue&segment=00000000-0000-0000-0000-000000000000",
            "Choose a segment; the one meant before is gone.",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_and_the_form_stays(shop: Shop, say: Say, query: str, told: str) -> None:
    page = shop.sign_in("chen").get(f"/reports/ask/?{query}")

    assert page.status_code == 422
    sentence = say(told, measure=say("Customers in the archive")) if "%(" in told else say(told)
    assert sentence in text(page)
    assert 'name="period"' in page.content.decode()


@pytest.mark.req("A9-08")
def test_everybody_sees_a_report_over_their_own_customers(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    all_of_them = table(shop.sign_in("chen").get("/reports/ask/?m=customers&m=orders&by=city&period=ever"))
    own = table(shop.sign_in("lihua").get("/reports/ask/?m=customers&m=orders&by=city&period=ever"))

    assert own["杭州市"] == ["1", "12"]
    assert all_of_them["杭州市"][0] == "16"
    assert shop.sign_in("wangfang").get("/reports/").status_code == 403
    assert "/reports/" not in shop.sign_in("wangfang").get("/customers/").content.decode()


@pytest.mark.req("A9-08")
def test_a_row_leads_to_its_people_and_on_to_a_segment(shop: Shop, give: Give) -> None:
    give("张三", "lihua")
    page = shop.sign_in("chen").get("/reports/ask/?m=customers&by=first_or_repeat&by=city&period=ever")
    cell = next(url for url in links(page) if "key=repeat" in url)

    repeat = {row[0] for row in rows(shop.sign_in("chen").get(cell))[1:]}
    owned = {row[0] for row in rows(shop.sign_in("lihua").get(cell))[1:]}

    assert {"张三", "王五", "赵六", "孙七", "周八"} == repeat
    assert owned == {"张三"}
    city = next(
        url for url in links(shop.sign_in("chen").get("/reports/ask/?m=customers&by=city&period=ever"))
    )
    behind = shop.sign_in("chen").get(city)
    builder = next(
        url for url in re.findall(r'href="([^"]+)"', behind.content.decode()) if "/segments/new/" in url
    )
    assert shop.sign_in("chen").get(unescape(builder)).status_code == 200
    assert "张三" not in shop.sign_in("sun").get(city).content.decode(), "an analyst sees no names"


def links(page: Any) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="(/reports/people/[^"]+)"', page.content.decode())]


@pytest.mark.req("A9-08")
def test_a_report_is_kept_shared_renamed_removed_and_comes_back(shop: Shop, say: Say) -> None:
    mine, chen = shop.sign_in("zhaolei"), shop.sign_in("chen")
    page = mine.post("/reports/save/", {"name": "每月生意", "query": BY_MONTH, "shared": "on"})["Location"]

    assert "每月生意" in text(chen.get("/reports/"))
    assert table(chen.get(page)) == table(mine.get(page))
    chen.post(f"{page}change/", {"do": "rename", "name": "月报"})
    assert "月报" in text(mine.get("/reports/"))
    mine.post(f"{page}change/", {"do": "unshare"})
    assert chen.get(page).status_code == 404

    after = mine.post(f"{page}change/", {"do": "remove"})["Location"]
    assert mine.get(page).status_code == 404
    assert say("The report is removed.") in text(mine.get(after))
    assert mine.post(f"{page}restore/")["Location"] == page
    assert mine.get(page).status_code == 200


def test_two_reports_of_one_person_have_two_names(shop: Shop, say: Say) -> None:
    browser = shop.sign_in("chen")
    for _time in range(2):
        answer = browser.post("/reports/save/", {"name": "月报", "query": BY_MONTH})

    assert SavedReport.objects.count() == 1
    assert say("You have a report of this name.") in text(browser.get(answer["Location"]))


@pytest.mark.req("A9-08")
def test_a_file_needs_the_permission_and_is_on_record(shop: Shop) -> None:
    assert shop.sign_in("sun").post("/reports/export/", {"query": BY_MONTH}).status_code == 403
    assert "/reports/export/" not in shop.sign_in("sun").get(f"/reports/ask/?{BY_MONTH}").content.decode()

    export(shop.sign_in("chen"), BY_MONTH)

    entry = AuditEntry.objects.get(action="report.exported")
    assert entry.changes["question"]["by"] == ["month"]


def test_what_customers_looked_at_is_told_only_to_who_may_read_it(shop: Shop, say: Say) -> None:
    finance = shop.sign_in("qian")

    assert finance.get("/reports/built-in/acts/").status_code == 403
    assert say("What do customers look at?") not in text(finance.get("/reports/"))


def test_before_the_first_orders_the_page_says_what_to_do(new_shop: Shop, say: Say) -> None:
    page = new_shop.sign_in("chen").get("/reports/built-in/trend/")

    assert say("Nothing to report yet") in text(page)


def test_while_the_first_figures_are_worked_out_the_page_waits_and_opens_by_itself(
    new_shop: Shop, say: Say
) -> None:
    browser, address = new_shop.sign_in("chen"), "/reports/built-in/trend/"
    asks_again = {"HX-Request": "true", "HX-Target": "waiting"}
    dirty.mark_dirty([add_customer("张三").pk])

    waiting = browser.get(address)
    assert say("The figures are being worked out") in text(waiting)
    assert f'hx-get="{address}"' in waiting.content.decode()
    assert "HX-Refresh" not in browser.get(address, headers=asks_again)

    new_shop.run_jobs()
    assert browser.get(address, headers=asks_again)["HX-Refresh"] == "true"
    assert say("The figures are being worked out") not in text(browser.get(address))
