"""赵磊 knows better than the numbers: a class by hand, with a reason, until a day, and back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.stories.browsing import Form, forms, text
from tests.stories.conftest import Shop
from tuanke.classes.models import ClassChange, ClassOverride, CustomerClass
from tuanke.facts.services import dirty
from tuanke.platform.audit.models import AuditEntry

IN_PLACE = {"HTTP_HX_REQUEST": "true"}
NAME = "孙七"


def why(shop: Shop) -> str:
    return f"/classes/{shop.customer(NAME).uid}/value/"


def form(page: Any) -> Form:
    (found,) = [form for form in forms(page) if form.action.endswith("/override/")]
    return found


def override(browser: Client, shop: Shop, **answers: str) -> Any:
    given = form(browser.get(why(shop), **IN_PLACE))
    return browser.post(given.action, {**given.values, **answers}, **IN_PLACE)


def value_of(shop: Shop) -> str:
    return CustomerClass.objects.get(customer=shop.customer(NAME)).value


def rescore(shop: Shop) -> None:
    dirty.request_scoring_of_everybody()
    shop.run_jobs()


@pytest.fixture
def computed(shop: Shop) -> str:
    return value_of(shop)


@pytest.fixture
def by_hand(shop: Shop, computed: str) -> str:
    """Some other class than the computed one, set by hand with a reason."""
    other = "ordinary" if computed != "ordinary" else "high_value"
    override(shop.sign_in("zhaolei"), shop, class_code=other, reason="只在过年买")
    return other


def test_the_drawer_says_why(shop: Shop, say: Callable[..., str]) -> None:
    page = text(shop.sign_in("wangfang").get(why(shop), **IN_PLACE))

    assert NAME in page
    assert say("Why") in page
    assert "¥400.00" in page, "6 × ¥70 less a refund of ¥20, within the year"


def test_the_class_set_by_hand_shows_at_once_with_who_and_why(shop: Shop, by_hand: str) -> None:
    page = text(shop.sign_in("wangfang").get(why(shop), **IN_PLACE))

    assert value_of(shop) == by_hand
    assert "只在过年买" in page
    assert "赵磊" in page


def test_it_survives_a_rescoring(shop: Shop, by_hand: str) -> None:
    rescore(shop)

    assert value_of(shop) == by_hand


def test_it_survives_the_rescoring_of_this_customer_alone(shop: Shop, by_hand: str) -> None:
    dirty.mark_dirty([shop.customer(NAME).pk])
    shop.run_jobs()

    assert value_of(shop) == by_hand


def test_taken_back_the_computed_class_counts_again(
    shop: Shop, computed: str, by_hand: str, say: Callable[..., str]
) -> None:
    browser = shop.sign_in("zhaolei")
    (back,) = [f for f in forms(browser.get(why(shop), **IN_PLACE)) if f.action.endswith("/take-back/")]

    answer = browser.post(back.action, **IN_PLACE)
    shop.run_jobs()

    assert "只在过年买" not in text(answer)
    assert value_of(shop) == computed


def test_every_step_is_in_the_change_feed_and_in_the_audit(shop: Shop, computed: str, by_hand: str) -> None:
    browser = shop.sign_in("zhaolei")
    browser.post(f"{why(shop)}take-back/", **IN_PLACE)
    shop.run_jobs()

    changes = ClassChange.objects.filter(customer=shop.customer(NAME), dimension="value").order_by("pk")
    assert [(change.before, change.after) for change in changes] == [(computed, by_hand), (by_hand, computed)]
    assert changes[0].cause == "override"
    actions = AuditEntry.objects.filter(action__startswith="class.").order_by("pk")
    assert [entry.action for entry in actions] == ["class.overridden", "class.override_ended"]
    assert actions[0].changes["reason"] == "只在过年买"


def test_a_second_override_takes_the_place_of_the_first(shop: Shop, by_hand: str) -> None:
    override(shop.sign_in("lin"), shop, class_code="potential_high_value", reason="下单越来越大")

    assert value_of(shop) == "potential_high_value"
    assert ClassOverride.objects.filter(ended_at=None).count() == 1
    rescore(shop)
    assert value_of(shop) == "potential_high_value"


def test_bad_input_keeps_what_was_typed(shop: Shop, computed: str, say: Callable[..., str]) -> None:
    today = shop.today
    cases = {
        "Give a reason: whoever sees this class later will ask.": {"reason": " "},
        "Choose a day within the next year.": {
            "reason": "只在过年买",
            "expires_on": f"{today + timedelta(days=400)}",
        },
        "Choose a class.": {"reason": "只在过年买", "class_code": "prince"},
    }
    browser = shop.sign_in("zhaolei")
    for sentence, answers in cases.items():
        answer = override(browser, shop, **{"class_code": "ordinary", **answers})
        kept = form(answer).values

        assert say(sentence) in text(answer)
        assert {key: kept[key] for key in answers if key != "class_code"} == {
            key: value for key, value in answers.items() if key != "class_code"
        }
    assert value_of(shop) == computed
    assert not ClassOverride.objects.exists()


def test_a_day_that_is_none_is_refused_and_not_an_error(shop: Shop, say: Callable[..., str]) -> None:
    browser = shop.sign_in("zhaolei")

    for day in ("", "yesterday", "2026-02-30", "0001-01-01", "9999-12-31"):
        answer = override(browser, shop, class_code="ordinary", reason="试试", expires_on=day)

        assert say("Choose a day within the next year.") in text(answer), day
        assert not ClassOverride.objects.exists(), day


def test_an_override_ends_on_its_day_also_when_no_order_has_come_since(
    shop: Shop, computed: str, by_hand: str
) -> None:
    ClassOverride.objects.update(expires_on=shop.today - timedelta(days=1))  # the days pass

    rescore(shop)

    assert value_of(shop) == computed


def test_a_salesperson_sees_the_reason_but_cannot_override(
    shop: Shop, give: Callable[[str, str], None]
) -> None:
    give(NAME, "lihua")
    page = shop.sign_in("lihua").get(why(shop), **IN_PLACE)

    assert page.status_code == 200
    assert [f.action for f in forms(page) if f.action.startswith("/classes/")] == []
