"""The shop starts Tuanke for the first time."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.personas import PASSWORD
from tests.stories.browsing import form_to, forms, text
from tuanke.platform.accounts.models import Staff
from tuanke.platform.accounts.services.invitation import owner_token

pytestmark = pytest.mark.django_db

EMPTY_PAGES = {
    "/today/": "No customers yet",
    "/customers/": "The archive is empty",
    "/imports/": "Nothing imported yet",
    "/classes/": "Nobody is classified yet",
    "/analytics/": "Nothing to measure yet",
    "/jobs/": "No jobs yet",
}


@pytest.fixture
def owner() -> Client:
    """Came in by the link that was shown where the deployment was started."""
    browser = Client()
    link = f"/welcome/{owner_token()}/"
    (form,) = forms(browser.get(link))
    answers = {"username": "chen", "name": "陈老板", "password": PASSWORD}
    assert set(form.values) == set(answers)

    response = browser.post(link, answers)

    assert response.status_code == 302
    return browser


def test_the_welcome_link_makes_the_owner_and_signs_them_in(owner: Client) -> None:
    page = owner.get("/", follow=True)

    assert page.status_code == 200
    assert "陈老板" in page.content.decode()
    assert Staff.objects.get().role == "owner"


def test_the_welcome_link_works_once(owner: Client) -> None:
    assert Client().get(f"/welcome/{owner_token()}/").status_code == 404


def test_a_wrong_link_tells_nothing() -> None:
    assert Client().get("/welcome/0123456789abcdef0123456789abcdef/").status_code == 404


def test_a_weak_password_is_refused_and_what_was_typed_stays() -> None:
    link = f"/welcome/{owner_token()}/"

    page = Client().post(link, {"username": "chen", "name": "陈老板", "password": "12345678"})

    assert not Staff.objects.exists()
    (form,) = forms(page)
    assert (form.values["username"], form.values["name"]) == ("chen", "陈老板")


@pytest.mark.parametrize(("address", "title"), EMPTY_PAGES.items())
def test_every_page_of_an_empty_shop_says_what_to_do_next(
    owner: Client, say: Callable[..., str], address: str, title: str
) -> None:
    page = owner.get(address)

    assert page.status_code == 200
    assert say(title) in text(page)


@pytest.mark.parametrize(
    "address", ["/staff/", "/staff/new/", "/audit/", "/imports/new/", "/search/?q=", "/"]
)
def test_the_other_pages_of_an_empty_shop_open_too(owner: Client, address: str) -> None:
    assert owner.get(address, follow=True).status_code == 200


def test_the_owner_lets_a_salesperson_in(owner: Client) -> None:
    owner.post("/staff/teams/", {"name": "A"})
    form = form_to(owner.get("/staff/new/"), "")
    team = form.options["team"][-1]
    answers = {"username": "lihua", "name": "李华", "role": "sales", "team": team, "password": PASSWORD}
    owner.post("/staff/new/", answers)

    browser = Client()
    page = browser.post("/accounts/login/", {"login": "lihua", "password": PASSWORD}, follow=True)
    assert not list(page.context["messages"]), "who has signed in sees that they have"

    assert page.redirect_chain[-1][0] == "/today/"
    assert Staff.objects.get(username="lihua").team.name == "A"  # type: ignore[union-attr]
    assert browser.get("/staff/").status_code == 403
