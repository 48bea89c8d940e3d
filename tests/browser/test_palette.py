"""The command palette: go, create, run, with the keys alone; and nothing of it while an input method composes."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watch import Watch

CHOSEN = "#palette [role=option][aria-selected=true]"
COMPOSED = """([key, composing]) => {
  const field = document.querySelector(".palette-input");
  const event = new KeyboardEvent("keydown", {
    key, bubbles: true, cancelable: true,
    isComposing: composing === "composing", keyCode: composing === "229" ? 229 : 0,
  });
  field.dispatchEvent(event);
}"""


def ask(page: Page, text: str) -> None:
    page.wait_for_load_state()  # the keys answer from then on
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")
    page.evaluate("document.querySelector('#palette-results [role=option]').dataset.before = ''")
    with page.expect_response("**/search/?q=*"):
        page.fill(".palette-input", text)
    expect(page.locator("#palette-results [data-before]")).to_have_count(0)
    expect(page.locator(".htmx-settling, .htmx-swapping")).to_have_count(0)


@pytest.mark.parametrize("text", ["人群", "renqun", "rq", "segments"])
def test_a_page_is_found_by_its_name_its_pinyin_its_initials_and_its_english_name(
    screen: Watch, text: str
) -> None:
    page = screen.page
    page.goto("/today/")

    ask(page, text)
    page.locator("#palette a[href='/segments/']").wait_for()


def test_home_and_end_and_the_field_says_which_option_is_meant(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")

    page.keyboard.press("End")
    last = page.locator("#palette [role=option]").last.get_attribute("id")
    expect(page.locator(CHOSEN)).to_have_attribute("id", str(last))
    expect(page.locator(".palette-input")).to_have_attribute("aria-activedescendant", str(last))
    page.keyboard.press("ArrowDown")
    expect(page.locator(CHOSEN)).to_have_attribute("id", "option-1-1")
    page.keyboard.press("ArrowUp")
    expect(page.locator(CHOSEN)).to_have_attribute("id", str(last))
    page.keyboard.press("Home")
    expect(page.locator(CHOSEN)).to_have_attribute("id", "option-1-1")


def test_an_action_is_run_and_one_is_back_where_one_was(screen: Watch) -> None:
    page = screen.page
    page.goto("/classes/?x=1")

    ask(page, "English")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith("/classes/?x=1")

    ask(page, "qiehuan")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[lang=zh-hans]")


@pytest.mark.parametrize("typed", ["", "abc"])
def test_escape_closes_it_at_once_and_the_keys_of_the_page_answer_again(screen: Watch, typed: str) -> None:
    page = screen.page
    page.goto("/today/")
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    page.keyboard.type(typed)

    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


@pytest.mark.parametrize("composing", ["composing", "229"])
@pytest.mark.parametrize("key", ["ArrowDown", "End", "Enter"])
def test_no_key_of_an_input_method_is_ours(screen: Watch, key: str, composing: str) -> None:
    page = screen.page
    page.goto("/today/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")

    page.keyboard.press("ArrowDown")
    chosen = page.locator(CHOSEN).get_attribute("id")

    page.evaluate(COMPOSED, [key, composing])

    assert page.locator(CHOSEN).get_attribute("id") == chosen
    assert page.url.endswith("/today/")


@pytest.mark.parametrize("key", ["ArrowDown", "End", "Enter"])
def test_the_same_key_without_an_input_method_is_ours(screen: Watch, key: str) -> None:
    """The positive control of the test above."""
    page = screen.page
    page.goto("/today/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")

    page.keyboard.press("ArrowDown")
    chosen = str(page.locator(CHOSEN).get_attribute("id"))

    page.evaluate(COMPOSED, [key, ""])
    if key == "Enter":
        expect(page.locator("#palette")).to_be_hidden()
    else:
        expect(page.locator(CHOSEN)).not_to_have_attribute("id", chosen)


def test_what_is_half_composed_is_not_asked_for(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search/" in request.url else None)
    keyboard = page.context.new_cdp_session(page)

    keyboard.send("Input.imeSetComposition", {"text": "ren", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(400)
    assert asked == []
    with page.expect_response("**/search/?q=*"):
        keyboard.send("Input.insertText", {"text": "人群"})

    page.locator("#palette a[href='/segments/']").first.wait_for()
    assert asked
    assert all("q=%E4%BA%BA%E7%BE%A4" in url for url in asked)
