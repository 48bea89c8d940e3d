"""The page: whole, alone, and in both languages."""

import random
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tuanke.analyze.tests.files import Outcome, run, write_csv

START = date(2025, 9, 1)  # a Monday
GOODS = (("苹果", "水果"), ("大米", "粮油"), ("茶叶", "茶"))
VOID = {"meta", "br", "line", "rect", "circle", "polyline", "polygon", "link"}


def shop(path: Path, language: str = "en") -> Outcome:
    """A year of 900 customers; tea brings people back, and repeat orders are larger."""
    chance = random.Random(11)
    rows = []
    for number in range(900):
        name, category = GOODS[number % 3]
        on, place = START + timedelta(days=chance.randrange(300)), 0
        while on <= START + timedelta(days=364):
            price = 40 + 30 * (place > 0) + chance.randrange(10)
            rows.append((f"K{number}", on, f"{number}-{place}", name, category, 1 + place % 2, price, 20, ""))
            if chance.random() > (0.9 if name == "茶叶" else 0.35):
                break
            on, place = on + timedelta(days=10 + chance.randrange(50)), place + 1
    return run(write_csv(path / "orders.csv", rows), language=language)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return shop(tmp_path_factory.mktemp("english"))


class Checker(HTMLParser):
    """Every tag is closed where it should be; nothing is loaded from anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [f"{tag} {name}" for name, _ in attrs if name in {"src", "href", "style", "onclick"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_alone(english: Outcome) -> None:
    checker = Checker()
    checker.feed(english.report)
    assert checker.open == []
    assert checker.loaded == []
    assert "<script" not in english.report
    assert not re.search(r"https?://|@import|url\(", english.report)
    assert not re.search(r"\b(None|nan|inf)\b|\{\{|\{%", english.report)


def test_every_part_is_there(english: Outcome) -> None:
    for sentence in (
        "900 customers have ordered",
        "Call these people first",
        "order again within 90 days.",
        "A customer who comes back usually does so every",
        "have gone quiet.",
        "of customers (",
        "Who comes back, month after month",
        "Preparation list",
        "Tried on the last 13 weeks",
        "What this file cannot tell",
    ):
        assert sentence in english.report


@pytest.mark.req("A9-10")
def test_the_report_says_what_a_repeat_order_brings_more(english: Outcome) -> None:
    assert re.search(r"A repeat order brings ¥(2\d|3\d)\.\d\d more margin than a first one\.", english.report)
    assert re.search(
        r"95% interval of the difference: ¥(2\d|3\d)\.\d\d to ¥(2\d|3\d)\.\d\d\.", english.report
    )


def test_tea_is_named_as_what_brings_people_back(english: Outcome) -> None:
    assert re.search(r"After a first order with 茶叶, \d\d\.\d% came back within 90 days", english.report)


def test_demand_is_told_per_category_with_its_range(english: Outcome) -> None:
    table = english.report.split("By category")[1].split("Preparation list")[0]
    assert {category for _, category in GOODS} <= set(re.findall(r'<td class="name">(.+?)</td>', table))
    assert len(re.findall(r"<b>[\d,]+</b></td><td class=\"num\">[\d,]+ – [\d,]+</td>", table)) == 3


def test_goods_that_stopped_selling_are_not_on_the_preparation_list(tmp_path: Path) -> None:
    weeks = _mondays(date(2025, 1, 6), date(2025, 8, 25))
    asked = [(monday, "Rice") for monday in weeks] + [(monday, "Moss") for monday in weeks[:-10]]
    rows = [(f"K{n}", on, f"{on}-{n}", name, "Food", 3, 20) for on, name in asked for n in range(3)]
    header = ("customer_id", "ordered_at", "order_id", "product", "category", "quantity", "amount")
    got = run(write_csv(tmp_path / "orders.csv", rows, header), as_of=date(2025, 8, 31), language="en")
    table = got.report.split("Preparation list")[1].split("</table>")[0]
    assert re.findall(r'<td class="name">(.+?)</td>', table) == ["Rice"]


def test_the_model_is_given_out_only_where_it_was_tried_and_better(english: Outcome) -> None:
    for model, column in (("churn", "churn_91d"), ("value", "margin_365d_fen")):
        told = english.summary["models"][model]
        given = [row[column] for row in english.customers if row[column] is not None]
        assert len(given) == (len(english.customers) if told["model"] else 0)
        assert told["model"] is None or told["backtest"]["gain"] >= 0
    assert all(0 <= row["churn_91d"] <= 1 for row in english.customers)


def test_the_chinese_page_says_the_same_numbers(english: Outcome, tmp_path: Path) -> None:
    chinese = shop(tmp_path, "zh-hans")
    assert chinese.summary == english.summary
    assert '<html lang="zh-hans">' in chinese.report
    Checker().feed(chinese.report)


def test_the_same_file_gives_the_same_page(english: Outcome, tmp_path: Path) -> None:
    assert shop(tmp_path).report == english.report


def test_a_demand_that_follows_the_moon_is_foretold_by_the_festivals(tmp_path: Path) -> None:
    """Mooncakes sell in the four weeks before mid-autumn; in 2025 it came three weeks later than in 2024."""
    festivals = [date(2023, 9, 29), date(2024, 9, 17), date(2025, 10, 6)]
    asked = dict.fromkeys(_mondays(date(2022, 9, 5), date(2025, 8, 25)), 2)
    for monday in asked:
        ahead = min((festival - monday).days for festival in festivals if festival >= monday)
        asked[monday] += 40 if ahead <= 28 else 0
    rows = [
        (f"K{n % 50}", monday, f"{monday}-{n}", "Mooncake", "Cakes", 1, 30)
        for monday, pieces in asked.items()
        for n in range(pieces)
    ]
    header = ("customer_id", "ordered_at", "order_id", "product", "category", "quantity", "amount")
    got = run(write_csv(tmp_path / "orders.csv", rows, header), as_of=date(2025, 8, 31))
    assert "as a year ago, by the festivals" in got.report


def _mondays(first: date, last: date) -> list[date]:
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
