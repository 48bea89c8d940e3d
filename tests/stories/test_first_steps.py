"""A new shop begins with what to do first; what is done is read off the shop."""

from collections.abc import Callable

from tests.stories.browsing import forms, text
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


def test_every_step_is_ticked_by_doing_it_and_then_the_line_is_gone(shop: Shop, say: Say) -> None:
    browser = shop.sign_in("chen")
    assert say("Make your first segment") not in text(browser.get("/first-steps/next/"))
    browser.get(shop.page("张三"))
    assert say("Make your first segment") in text(browser.get("/first-steps/next/"))
    rule = '{"attr": "class.lifecycle", "op": "eq", "value": "lost"}'
    browser.post("/segments/save/", {"name": "流失", "rule": rule})
    line = next(form for form in forms(browser.get("/today/")) if form.action.endswith("/done/"))
    browser.post(line.action, {"outcome": "reached"})

    assert done(shop) == [True] * 5
    assert text(browser.get("/first-steps/next/")) == ""


def test_hidden_by_one_person_and_shown_again(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    assert "/first-steps/next/" in browser.get("/today/").content.decode()

    browser.post("/preferences/shell/", {"first_steps": "hidden"})
    assert "/first-steps/next/" not in browser.get("/today/").content.decode()
    assert "/first-steps/next/" in shop.sign_in("lin").get("/today/").content.decode()

    browser.post("/preferences/shell/", {"first_steps": "shown"})
    assert "/first-steps/next/" in browser.get("/today/").content.decode()
