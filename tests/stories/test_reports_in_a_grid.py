"""Two breakdowns and several figures: each figure has its columns, on the page as in the file."""

import re
from typing import Any

from tests.stories.browsing import rows
from tests.stories.conftest import Shop
from tests.stories.test_reports import export, query_of

TWO_WAYS = "by=month&by=city&period=ever"


def read(page: Any) -> list[list[str]]:
    return [row for row in rows(page) if len(row) > 2]


def plain(text: str) -> float:
    """A number as the page or the file writes it."""
    return float(re.sub(r"[^\d.-]", "", text) or 0)


def test_every_figure_has_its_columns_the_same_on_the_page_as_in_the_file(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    page = browser.get(f"/reports/ask/?m=orders&m=customers&{TWO_WAYS}")
    orders, customers = (
        read(browser.get(f"/reports/ask/?m={name}&{TWO_WAYS}")) for name in ("orders", "customers")
    )

    shown = read(page)[1:]  # below the row that names the figures
    assert [row[1:] for row in shown] == [
        [*one[1:], *two[1:]] for one, two in zip(orders, customers, strict=True)
    ]
    file = export(browser, query_of(page))
    assert len(set(file[0])) == len(file[0]), "each column of the file is told from the others"
    assert [[plain(cell) for cell in row[1:]] for row in file[1:]] == [
        [plain(cell) for cell in row[1:]] for row in shown[1:]
    ]


def test_a_cell_leads_to_the_people_of_its_own_figure(shop: Shop) -> None:
    page = shop.sign_in("chen").get("/reports/ask/?m=orders&m=customers&by=city&by=month&period=ever")

    rows_shown = re.findall(r"<tr\b.*?</tr>", page.content.decode(), flags=re.DOTALL)
    ways = next(found for row in rows_shown if (found := re.findall(r'href="[^"]*/people/\?([^"]*)"', row)))
    asked = [re.findall(r"m=(\w+)", way) for way in ways]
    assert {tuple(names) for names in asked} == {("orders", "customers"), ("customers", "orders")}
