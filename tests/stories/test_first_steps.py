"""A new shop begins with what to do first; what is done is read off the shop."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.stories.browsing import forms
from tests.stories.conftest import Shop

Say = Callable[..., str]


def done(shop: Shop, username: str = "chen") -> list[bool]:
    page = shop.sign_in(username).get("/first-steps/").content.decode()
    return ["is-done" in part.split(">", 1)[0] for part in page.split('<li class="step')[1:]]


def test_a_new_shop_begins_there_and_an_old_one_with_today(new_shop: Shop) -> None:
    assert new_shop.sign_in("chen").get("/")["Location"] == "/first-steps/"
    assert new_shop.sign_in("lihua").get("/")["Location"] == "/today/", (
        "who cannot import has nothing to begin"
    )
    assert done(new_shop) == [False] * 5


def test_orders_and_classes_tick_themselves_off(shop: Shop) -> None:
    assert shop.sign_in("chen").get("/")["Location"] == "/today/"
    assert done(shop) == [True, False, False, False, True]


def line(browser: Client) -> str:
    """What today's page says of the next step."""
    page = browser.get("/today/").content.decode()
    return page.split('<div class="next-line">')[1].split("</div>")[0] if "next-line" in page else ""


def test_every_step_is_ticked_by_doing_it_and_then_the_line_is_gone(shop: Shop, say: Say) -> None:
    browser = shop.sign_in("chen")
    assert say("Make your first segment") not in line(browser)
    browser.get(shop.page("张三"))
    assert say("Make your first segment") in line(browser)
    rule = '{"attr": "class.lifecycle", "op": "eq", "value": "lost"}'
    browser.post("/segments/save/", {"name": "流失", "rule": rule})
    first = next(form for form in forms(browser.get("/today/")) if form.action.endswith("/done/"))
    browser.post(first.action, {"outcome": "reached"})

    assert done(shop) == [True] * 5
    assert line(browser) == ""


def test_once_all_is_done_today_does_not_ask_any_more(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    browser.get(shop.page("张三"))
    browser.post("/segments/save/", {"name": "流失", "rule": '{"all": [{"attr": "city", "op": "is_set"}]}'})
    first = next(form for form in forms(browser.get("/today/")) if form.action.endswith("/done/"))
    browser.post(first.action, {"outcome": "reached"})
    browser.get("/today/")

    with CaptureQueriesContext(connection) as queries:
        browser.get("/today/")
    assert [query for query in queries if "recentlyopened" in query["sql"]] == []


def test_hidden_by_one_person_and_shown_again(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    assert line(browser)

    browser.post("/preferences/shell/", {"first_steps": "hidden"})
    assert not line(browser)
    assert line(shop.sign_in("lin"))

    browser.post("/preferences/shell/", {"first_steps": "shown"})
    assert line(browser)
