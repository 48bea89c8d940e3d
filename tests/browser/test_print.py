"""On paper there is what the page says, dark on white, whatever the screen looks like."""

import pytest

from tests.browser.conftest import OpenContext

AROUND = ".side, .top, nav.tabs, .demo-note"


@pytest.mark.parametrize("address", ["/reports/built-in/trend/", "/customers/", "/analytics/"])
def test_a_printed_page_is_light_and_without_navigation(open_context: OpenContext, address: str) -> None:
    page = open_context(color_scheme="dark").new_page()
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")

    assert page.locator(AROUND).filter(visible=True).count() == 0
    assert page.locator("#main h1").is_visible()
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert behind in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
