"""Whoever saves something on a customer's pages stays at their place in the list they came from."""

import re
from html import unescape
from typing import Any

import pytest

from tests.stories.browsing import Form, forms, text
from tests.stories.conftest import Shop
from tests.stories.test_place_in_list import opened, tab

LIST = "/customers/?kind=person&sort=-orders"


def at_the_second(shop: Shop) -> tuple[Any, str]:
    """A browser, and the archive page of the list's second customer, opened from the list."""
    browser = shop.sign_in("chen")
    return browser, tab(browser.get(opened(browser.get(LIST))[1]), "/archive/")


def form_for(page: Any, part: str) -> Form:
    return next(form for form in forms(page) if part in form.action)


def is_at_the_second(page: Any) -> bool:
    place = page.context["place"]
    return place.number == 2 and place.back_url.startswith("/customers/?kind=person")


@pytest.mark.parametrize(
    ("part", "values"), [("/tags/", {"tag": "老客户"}), ("/tags/", {"tag": ""}), ("/days/", {})]
)
def test_what_is_saved_or_refused_in_the_archive_leaves_one_there(
    shop: Shop, part: str, values: dict[str, str]
) -> None:
    browser, archive = at_the_second(shop)

    page = browser.post(form_for(browser.get(archive), part).action, values, follow=True)

    assert page.status_code == 200
    assert is_at_the_second(page)
    assert "/archive/" in page.context["place"].next_url


def test_a_note_on_the_customers_page_leaves_one_there(shop: Shop) -> None:
    browser, archive = at_the_second(shop)
    form = form_for(browser.get(archive.replace("archive/", "")), "/note/")

    page = browser.post(form.action, {**form.values, "note": "周末在家"}, follow=True)

    assert is_at_the_second(page)
    assert "周末在家" in page.content.decode()


def test_the_search_for_the_other_one_keeps_the_place_and_asks_nothing_of_the_list(shop: Shop) -> None:
    browser, archive = at_the_second(shop)
    (merge,) = re.findall(r'href="([^"]*/merge/[^"]*)"', browser.get(archive).content.decode())
    (search,) = [form for form in forms(browser.get(unescape(merge)), posted=False) if "who" in form.values]

    page = browser.get(merge.split("?")[0], {**search.values, "who": "张"})

    assert is_at_the_second(page)
    assert "张" in text(page)
    assert "who=" not in page.context["place"].back_url + page.context["place"].next_url
