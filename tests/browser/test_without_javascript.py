"""The page works where no script runs: everything is a link or a form."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}).new_page()


def test_the_list_is_filtered(page: Page) -> None:
    page.goto("/customers/")

    page.select_option("[name=kind]", "org")
    page.click(".filters button")

    assert "kind=org" in page.url
    expect(page.locator("#customers .person-face.is-org").first).to_be_visible()
    expect(page.locator("#customers .person-face:not(.is-org)")).to_have_count(0)
    expect(page.locator("[name=kind]")).to_have_value("org")


def test_a_line_of_today_is_done_and_undone(page: Page) -> None:
    page.goto("/today/")
    name = page.locator(".today-line").first.locator(".person-name").get_attribute("href")
    lines = page.locator(f".today-line:has(a[href='{name}'])")
    open_before = lines.locator("details").count()

    line = lines.first
    line.locator("summary").first.click()
    line.locator("[name=outcome]").first.check()
    line.locator(".today-form button").click()
    page.wait_for_url("**/today/")
    done = page.locator(".today-line.is-over")
    expect(done).to_have_count(1)
    done.locator("form button").click()

    expect(page.locator(".today-line.is-over")).to_have_count(0)
    assert lines.locator("details").count() == open_before


def test_a_class_is_set_by_hand_and_taken_back(page: Page) -> None:
    page.goto("/customers/")
    customer = page.locator("#customers .person-name").first.get_attribute("href") or ""
    uid = re.findall(r"[0-9a-f-]{36}", customer)[0]
    page.goto(f"/classes/{uid}/value/")

    page.click("main details summary")
    page.fill("[name=reason]", "老板认识")
    page.click("main details button")

    expect(page.locator("nav.side")).to_be_visible()
    expect(page.locator(".alert-warning")).to_contain_text("老板认识")
    page.click(".alert-warning button")
    expect(page.locator(".alert-warning")).to_have_count(0)


def test_a_reason_can_be_asked_for(page: Page) -> None:
    """What opens the drawer with scripts is a link without."""
    page.goto("/customers/")

    page.locator("#customers .chip").first.click()

    expect(page.locator(".why li").first).to_be_visible(timeout=3_000)


@pytest.mark.parametrize(
    "path", ["/today/", "/customers/", "/classes/", "/analytics/", "/imports/", "/jobs/"]
)
def test_the_screen_is_there(page: Page, path: str) -> None:
    page.goto(path)

    expect(page.locator("h1")).not_to_be_empty()
    expect(page.locator("main table, main article").first).to_be_visible()
