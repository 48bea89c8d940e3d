"""陈老板 decides where classes begin: looks at what would change, adopts it, and everybody is where they belong."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.stories.browsing import text
from tests.stories.conftest import Once, Shop
from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.facts.models import ScoringRun, ThresholdSet
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.audit.models import AuditEntry

# Name → amounts (¥) by how many days ago each was ordered.
EIGHT: dict[str, dict[int, object]] = {
    "刚好": {5: 100, 15: 100, 25: 100},
    "又勤又多": {1: 200, 11: 200, 21: 200, 31: 200},
    "差一分": {5: 100, 15: 100, 25: "99.99"},
    "两次大单": {3: 200, 40: 200},
    "一次大单": {9: 300},
    "一次小单": {9: 299},
    "两次小单": {9: 50, 19: 50},
    "去年的": {400: 900},
}
VALUES = {
    "刚好": "high_value",
    "又勤又多": "high_value",
    "差一分": "ordinary",
    "两次大单": "potential_high_value",
    "一次大单": "potential_high_value",
    "一次小单": "ordinary",
    "两次小单": "ordinary",
    "去年的": "ordinary",
}
CHOSEN = {
    "frequency": {"fixed_mid": "2", "fixed_high": "3"},
    "amount": {"fixed_mid": "100", "fixed_high": "300"},
    "value": {"fixed_high": "500"},
}


@pytest.fixture
def eight(new_shop: Shop, once: Once) -> Shop:
    def build() -> None:
        rows = [
            order(
                f"{name}-{ago}",
                name,
                f"{new_shop.today - timedelta(days=ago)} 10:00",
                amount,
                customer_name=name,
            )
            for name, bought in EIGHT.items()
            for ago, amount in bought.items()
        ]
        bring_in(new_shop.folder, rows)
        new_shop.run_jobs()

    once("eight", build)
    return new_shop


def choose(browser: Client, dimension: str, **answers: str) -> Any:
    typed = {"mode": "fixed", "window_days": "365", **CHOSEN[dimension], **answers}
    return browser.post(f"/classes/thresholds/{dimension}/", typed)


@pytest.fixture
def adopted(eight: Shop) -> Shop:
    for dimension in CHOSEN:
        assert choose(eight.sign_in("chen"), dimension, adopt="1").status_code == 302
    eight.run_jobs()
    return eight


def classes(dimension: str) -> dict[str, str]:
    return dict(CustomerClass.objects.values_list("customer__display_name", dimension))


@pytest.mark.req("A2-09")
@pytest.mark.req("A2-03")
@pytest.mark.req("A2-04")
def test_eight_customers_are_in_the_cells_they_belong_to(adopted: Shop) -> None:
    assert classes("value") == VALUES
    assert classes("frequency")["刚好"] == "high", "three days is exactly the cut-off"
    assert classes("frequency")["两次大单"] == "mid", "two days, too"
    assert (classes("amount")["刚好"], classes("amount")["差一分"]) == ("high", "mid"), "to the fen"


@pytest.mark.req("A2-01")
def test_everybody_is_in_a_class_of_every_dimension_and_the_cut_offs_can_be_changed(adopted: Shop) -> None:
    page = text(adopted.sign_in("chen").get("/classes/"))

    assert CustomerClass.objects.count() == len(EIGHT)
    for dimension in ("need", "frequency", "amount", "source", "behaviour"):
        assert set(classes(dimension).values()) <= set(DIMENSIONS[dimension])
    assert "12.5%" in page, "one of eight"
    assert ThresholdSet.objects.count() == 3


@pytest.mark.req("A2-03")
def test_what_would_change_is_shown_before_and_is_what_changes(eight: Shop) -> None:
    browser, before = eight.sign_in("chen"), classes("frequency")
    page = choose(browser, "frequency", fixed_high="4")

    assert not ThresholdSet.objects.exists()
    assert classes("frequency") == before
    choose(browser, "frequency", fixed_high="4", adopt="1")
    eight.run_jobs()
    moved = [name for name, code in classes("frequency").items() if code != before[name]]
    assert moved
    assert re.search(rf"(?<!\d){len(moved)} (of|位客户中有)|有 {len(moved)} 位", text(page))
    assert set(ClassChange.objects.values_list("cause", flat=True)) == {"rule_change"}


@pytest.mark.req("A2-03")
def test_another_window_counts_other_days(adopted: Shop) -> None:
    choose(adopted.sign_in("chen"), "frequency", window_days="30", adopt="1")
    adopted.run_jobs()

    assert ScoringRun.objects.latest().parameters["window_days"] == 30
    assert classes("frequency")["又勤又多"] == "high", "the fourth day is out of the window, three are not"
    assert classes("frequency")["两次大单"] == "low"
    assert classes("amount")["两次大单"] == "mid"


@pytest.mark.req("A2-04")
def test_a_refund_moves_down_at_the_next_scoring(adopted: Shop) -> None:
    ago = f"{adopted.today - timedelta(days=9)} 10:00"
    row = order("一次大单-9", "一次大单", ago, 300, customer_name="一次大单", refund_amount="0.01")
    bring_in(adopted.folder, [row], name="again.csv")
    adopted.run_jobs()

    assert classes("amount")["一次大单"] == "mid"
    change = ClassChange.objects.filter(dimension="amount").latest("pk")
    assert (change.before, change.after, change.cause) == ("high", "mid", "data_correction")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"fixed_mid": "3"}, "The upper cut-off must be above the middle one."),
        ({"window_days": "29"}, "A window has at least 30 days."),
        ({"fixed_high": ""}, "Type a number."),
        ({"fixed_high": "many"}, "That is no number."),
        ({"fixed_high": "2.5"}, "Type a whole number."),
        ({"fixed_mid": "0"}, "Type a number above zero."),
        (
            {"mode": "quantile", "percent_mid": "50", "percent_high": "80"},
            "With fewer than 100 buyers shares say nothing: type numbers of your own.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_changes_nothing(
    eight: Shop, answers: dict[str, str], sentence: str, say: Callable[..., str]
) -> None:
    page = choose(eight.sign_in("chen"), "frequency", **answers, adopt="1")

    alerts = re.findall(r'role="alert">([^<]+)<', page.content.decode())
    assert len(alerts) == 1
    assert not ThresholdSet.objects.exists()
    for value in answers.values():
        assert not value or f'value="{value}"' in page.content.decode() or value == "quantile"
    if "%" not in sentence and "30" not in sentence and "100" not in sentence:
        assert alerts == [say(sentence)]


def test_who_may_not_manage_the_shop_neither_sees_the_button_nor_the_page(eight: Shop) -> None:
    browser = eight.sign_in("zhaolei")

    assert "/classes/thresholds/" not in browser.get("/classes/").content.decode()
    assert choose(browser, "frequency", adopt="1").status_code == 403


def test_adopting_is_on_record(adopted: Shop) -> None:
    entries = AuditEntry.objects.filter(action="thresholds.adopted")

    assert entries.count() == 3
    assert adopted.sign_in("chen").get("/classes/thresholds/value/").content.decode().count("¥500") >= 1
