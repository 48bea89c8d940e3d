"""Whatever goes wrong is said in the person's own language, with what to do and a way back."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from tests.conftest import SignIn
from tests.stories.browsing import text

pytestmark = pytest.mark.django_db

# What went wrong → status, a word of it in Chinese and in English.
SAID = {
    "forbidden": (403, "店主", "The owner decides about roles"),
    "missing": (404, "没有", "There is no such page"),
    "broken": (500, "再试一次", "go back and try again"),
    "too_large": (400, "太大", "too large"),
    "stale": (403, "重新", "send it once more"),
}


def go_wrong(browser: Client, kind: str) -> Any:
    browser.raise_request_exception = False
    match kind:
        case "forbidden":
            return browser.get("/staff/tokens/")
        case "missing":
            return browser.get("/customers/00000000-0000-4000-8000-000000000000/")
        case "broken":
            with patch("tuanke.customers.web.views.groups.page_of", side_effect=RuntimeError):
                return browser.get("/customers/groups/")
        case "too_large":
            return browser.post("/customers/groups/new/", {"kind": "family", "name": "家" * 1_000_001})
    browser.handler.enforce_csrf_checks = True
    return browser.post("/customers/groups/new/", {"kind": "family", "name": "家"})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", SAID)
def test_what_went_wrong_is_said_in_ones_language_and_leads_back(
    sign_in: SignIn, kind: str, language: str
) -> None:
    browser = sign_in("zhaolei" if kind == "forbidden" else "chen")
    browser.post("/preferences/language/", {"language": language})
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en" if language == "zh-hans" else "zh-CN"

    page = go_wrong(browser, kind)

    status, chinese, english = SAID[kind]
    assert page.status_code == status
    assert f'<html lang="{language}"' in page.content.decode()
    assert (chinese if language == "zh-hans" else english) in text(page)
    assert 'href="/"' in page.content.decode()
