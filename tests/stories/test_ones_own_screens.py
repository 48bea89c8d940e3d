"""Language and theme are a person's own and stick."""

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.personas import PASSWORD
from tests.stories.browsing import form_to

pytestmark = pytest.mark.django_db


def test_the_language_sticks_also_after_signing_in_elsewhere(sign_in: SignIn) -> None:
    browser = sign_in("chen")
    form = form_to(browser.get("/customers/?sort=name"), "/preferences/language/")
    assert form.buttons[0]["value"] == "en"

    back = browser.post(form.action, {**form.values, "language": "en"})

    assert back["Location"] == "/customers/?sort=name", "one is where one was"
    elsewhere = Client()
    elsewhere.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    page = elsewhere.get("/customers/")
    assert '<html lang="en"' in page.content.decode()
    assert page["Content-Language"] == "en"
    assert "The archive is empty" in page.content.decode()


def test_one_persons_language_is_not_anothers(sign_in: SignIn) -> None:
    sign_in("chen").post("/preferences/language/", {"language": "en"})

    assert '<html lang="zh-hans"' in sign_in("zhaolei").get("/customers/").content.decode()


@pytest.mark.parametrize("theme", ["dark", "light", "auto"])
def test_the_theme_sticks(sign_in: SignIn, theme: str) -> None:
    browser = sign_in("lihua")
    form = form_to(browser.get("/today/"), "/preferences/theme/")
    browser.post(form.action, {**form.values, "theme": theme})

    assert f'data-theme="{theme}"' in browser.get("/today/").content.decode()
    assert f'data-theme="{theme}"' in sign_in("lihua").get("/today/").content.decode()


@pytest.mark.parametrize(
    ("address", "answer"),
    [("language", {"language": "tlh"}), ("language", {}), ("theme", {"theme": "pink"}), ("theme", {})],
)
def test_what_is_not_offered_is_refused(sign_in: SignIn, address: str, answer: dict[str, str]) -> None:
    assert sign_in("lihua").post(f"/preferences/{address}/", answer).status_code == 400


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(sign_in: SignIn, target: str) -> None:
    answer = sign_in("lihua").post("/preferences/theme/", {"theme": "dark", "next": target})

    assert answer["Location"] == "/"
