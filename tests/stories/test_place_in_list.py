"""Opened from a list, a customer's page knows who is before and after, in that list's order and under its filters."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.stories.browsing import text
from tests.stories.conftest import Shop
from tuanke.care.models import Attention
from tuanke.platform.accounts.models import Staff
from tuanke.segments.services import lists


def opened(page: Any) -> list[str]:
    """The addresses of the customers a list leads to, in its order."""
    found = re.findall(r'class="person-name" href="([^"]*)"', page.content.decode())
    return [address.replace("&amp;", "&") for address in found]


def walk(browser: Any, first: str) -> list[str]:
    """The customers one comes through with “next”, from the first to the last."""
    names, address = [], first
    while address:
        page = browser.get(address).content.decode()
        names.append(re.findall(r"/customers/([0-9a-f-]{36})/\?", address)[0])
        further = re.findall(r'rel="next" href="([^"]*)"', page)
        address = further[0].replace("&amp;", "&") if further else ""
    return names


def tab(page: Any, part: str) -> str:
    """The address of the customer's other page."""
    tabs = re.findall(r'<nav class="tabs-line.*?</nav>', page.content.decode(), flags=re.DOTALL)[0]
    (found,) = [one for one in re.findall(r'href="([^"]*)"', tabs) if part in one]
    return found.replace("&amp;", "&")


def uids(addresses: list[str]) -> list[str]:
    return [re.findall(r"/customers/([0-9a-f-]{36})/", address)[0] for address in addresses]


@pytest.mark.parametrize(
    "address", ["/customers/?sort=-orders", "/customers/?kind=person&sort=name", "/today/"]
)
def test_next_goes_through_the_whole_list_in_its_order(shop: Shop, address: str) -> None:
    browser = shop.sign_in("chen")
    listed = opened(browser.get(address))
    assert len(listed) > 2

    assert walk(browser, listed[0]) == uids(listed)


def test_a_segment_is_walked_through_too_and_leads_back(shop: Shop) -> None:
    browser, chen = shop.sign_in("chen"), Staff.objects.get(username="chen").pk
    ids = [shop.customer(name).pk for name in ("张三", "李四", "王五")]
    segment = lists.add_list(name="名单", customer_ids=ids, reason="试", by=chen, at=timezone.now())
    listed = opened(browser.get(f"/segments/{segment.uid}/"))[:3]

    assert walk(browser, listed[0]) == uids(listed)
    page = browser.get(listed[1])
    assert page.context["place"].back_url.startswith(f"/segments/{segment.uid}/")
    assert "2 / 3" in text(page)


def test_a_past_day_of_a_segment_is_walked_through_as_it_was(shop: Shop) -> None:
    browser, chen = shop.sign_in("chen"), Staff.objects.get(username="chen").pk
    ids = [shop.customer(name).pk for name in ("张三", "李四", "王五")]
    before = timezone.now() - timedelta(days=3)
    segment = lists.add_list(name="名单", customer_ids=ids, reason="试", by=chen, at=before)
    lists.take_out(segment=segment, customer_ids=ids[:2], reason="试", by=chen, at=timezone.now())
    address = f"/segments/{segment.uid}/?on={timezone.localdate(before)}"

    listed = opened(browser.get(address))[:3]

    assert len(walk(browser, listed[0])) == 3
    assert walk(browser, listed[0]) == uids(listed)
    back = browser.get(browser.get(listed[1]).context["place"].back_url)
    assert opened(back)[:3] == listed


def test_the_archive_of_the_next_is_opened_from_an_archive_and_the_tabs_keep_the_place(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    listed = opened(browser.get("/customers/?sort=-orders"))

    archive = tab(browser.get(listed[1]), "/archive/")
    page = browser.get(archive)

    assert page.context["place"].number == 2
    assert uids([page.context["place"].next_url]) == uids(listed[2:3])
    assert "/archive/" in page.context["place"].next_url
    assert browser.get(page.context["place"].next_url).context["place"].number == 3
    assert browser.get(tab(page, f"{uids(listed)[1]}/?")).context["place"].number == 2


def test_who_left_the_list_meanwhile_has_neighbours_but_no_number(shop: Shop) -> None:
    browser = shop.sign_in("chen")
    listed = opened(browser.get("/today/"))
    line = Attention.objects.get(customer__uid=uids(listed)[1], state="open")
    browser.post(f"/today/{line.pk}/done/", {"outcome": "reached"})

    page = browser.get(listed[1]).context["place"]

    assert page.number is None
    assert uids([page.previous_url]) == uids(listed[:1])
    assert uids([page.next_url]) == uids(listed[2:3])


def test_a_list_one_may_not_see_gives_no_place(shop: Shop) -> None:
    place = shop.sign_in("sun").get(f"{shop.page('张三')}?in=today&at=1").context["place"]

    assert place is None


NONSENSE = (
    "",
    "?in=customers",
    "?in=nothing&at=1",
    "?in=customers&at=0",
    "?in=customers&at=x",
    "?in=customers&at=99999999",
    "?in=segment&at=1",
    "?in=segment&segment=x&at=1",
)


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_gives_no_place(shop: Shop, query: str) -> None:
    page = shop.sign_in("chen").get(shop.page("张三") + query)

    assert page.status_code == 200
    assert page.context["place"] is None
