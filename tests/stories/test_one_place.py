"""One login, one permission model, one timeline, whatever room a thing belongs to."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests.personas import PASSWORD
from tests.stories.browsing import forms
from tests.stories.conftest import Shop
from tuanke.care.models import Attention
from tuanke.console.web.navigation import GROUPS
from tuanke.platform.accounts.domain.access import declared
from tuanke.platform.accounts.models import Staff

Say = Callable[..., str]
PAGES = [page for group in GROUPS for page in group.pages]


def signed_in_once(username: str) -> Client:
    """By the page, with name and password, once."""
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


@pytest.mark.req("A12-04")
def test_one_login_opens_every_room(shop: Shop) -> None:
    browser = signed_in_once("chen")

    answers = {page.url_name: browser.get(reverse(page.url_name)).status_code for page in PAGES}

    assert len({name.split(":")[0] for name in answers}) >= 8, "rooms, not pages of one room"
    assert set(answers.values()) == {200}


@pytest.mark.req("A12-04")
@pytest.mark.parametrize("username", ["chen", "lihua", "wangfang", "zhaolei", "sun"])
def test_one_permission_model_decides_what_opens_what_is_shown_and_what_is_offered(
    shop: Shop, username: str
) -> None:
    browser, viewer = signed_in_once(username), Staff.objects.get(username=username).viewer
    allowed = {reverse(page.url_name) for page in PAGES if viewer.may(page.permission)}

    opened = {path for path in map(reverse, (page.url_name for page in PAGES)) if _opens(browser, path)}
    side = _links(browser.get("/customers/").content.decode(), "side-link")
    offered = _links(browser.get("/search/?q=").content.decode(), "palette-option")

    assert opened == allowed
    assert side == allowed
    assert offered & {reverse(page.url_name) for page in PAGES} == allowed
    assert all(_asks(page.url_name) is page.permission for page in PAGES)


def _opens(browser: Client, path: str) -> bool:
    status = browser.get(path).status_code
    assert status in {200, 403}
    return status == 200


def _links(page: str, css: str) -> set[str]:
    return set(re.findall(rf'<a class="{css}[^>]* href="([^"]*)"', page))


def _asks(url_name: str) -> object:
    access = declared(resolve(reverse(url_name)).func, url_name)
    return access and access.permission


@pytest.mark.req("A12-04")
def test_one_timeline_tells_what_four_rooms_know(shop: Shop, say: Say) -> None:
    """Orders, who looks after them, what was done about them, what they consented to: one list, newest first."""
    browser, customer = signed_in_once("chen"), shop.customer("张三")
    lihua = Staff.objects.get(username="lihua")
    browser.post(f"/customers/{customer.uid}/owner/", {"owner": str(lihua.pk)})
    line = Attention.objects.get(customer=customer, state="open")
    (done,) = [form for form in forms(browser.get("/today/")) if form.action == f"/today/{line.pk}/done/"]
    browser.post(done.action, {"outcome": "reached", "note": "下周来"})
    said = {"channel": "sms", "purpose": "care", "status": "granted", "source": "form"}
    evidence = {"evidence": "登记表", "basis": "consent"}
    browser.post(f"/customers/{customer.uid}/consents/", {**said, **evidence})
    shop.run_jobs()

    entries = browser.get(shop.page("张三")).context["timeline"]

    verbs = " ".join(f"{entry['title']} {entry['text']}" for entry in entries)
    for told in (say("Ordered"), say("Looked after by another person now"), "下周来", "短信"):
        assert told in verbs
    moments = [entry["at"] for entry in entries]
    assert moments == sorted(moments, reverse=True)
