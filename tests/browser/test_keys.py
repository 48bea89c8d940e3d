"""Everything by keys: lists, pages, help; never in a field, never while composing, never with the browser's own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.watch import Watch

ONE_CUSTOMER = re.compile(r"/customers/[0-9a-f-]{36}/")
TICKED = "input[name=pick]:checked"


def test_j_and_k_move_x_ticks_and_enter_opens(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    names = page.locator("#customers .person-name")

    page.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(TICKED)).to_have_count(1)
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    page.keyboard.press("Shift+X")
    expect(page.locator(TICKED)).to_have_count(3)
    expect(names.nth(3)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(TICKED)).to_have_count(2)

    page.keyboard.press("Enter")
    page.wait_for_url(ONE_CUSTOMER)


@pytest.mark.parametrize(
    ("letter", "path"),
    [("t", "today"), ("c", "customers"), ("s", "segments"), ("a", "analytics"), ("i", "imports")],
)
def test_g_and_a_letter_go_there(screen: Watch, letter: str, path: str) -> None:
    page = screen.page
    page.goto("/classes/")

    page.keyboard.press("g")
    page.keyboard.press(letter)

    page.wait_for_url(f"**/{path}/")


def test_n_makes_what_the_page_is_of_and_e_edits_it(screen: Watch) -> None:
    page = screen.page
    page.goto("/segments/")
    page.keyboard.press("n")
    page.wait_for_url("**/segments/new/")
    page.goto("/customers/")
    page.locator("#customers .person-name").first.click()
    page.wait_for_url(ONE_CUSTOMER)
    page.keyboard.press("e")
    page.wait_for_url(re.compile(r"/edit/\?in=customers"))


def test_where_a_page_makes_nothing_n_opens_the_menu(screen: Watch) -> None:
    page = screen.page
    page.goto("/classes/")

    page.keyboard.press("n")

    expect(page.locator(".top .menu[open] .menu-link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".top .menu[open]")).to_have_count(0)


def test_the_help_names_only_what_answers_here(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.keyboard.press("?")
    assert {"j", "x", "n"} <= keys_told(page)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()

    page.goto("/audit/")
    page.keyboard.press("?")
    told = keys_told(page)
    assert told.isdisjoint({"k", "x", "e"})
    assert {"?", "/", "g"} <= told


def keys_told(page: Page) -> set[str]:
    expect(page.locator("#keys")).to_be_visible()
    return {key.inner_text() for key in page.locator("#keys kbd").all() if key.is_visible()}


@pytest.mark.parametrize("key", ["j", "n", "?", "/", "g"])
def test_a_letter_typed_in_a_field_is_a_letter(screen: Watch, key: str) -> None:
    page = screen.page
    page.goto("/segments/lists/new/")
    field = page.locator("main input[type=text], main input:not([type])").first
    field.focus()

    page.keyboard.press(key)

    expect(field).to_have_value(key)
    expect(field).to_be_focused()


@pytest.mark.parametrize("press", ["Control+j", "Alt+n", "Meta+e", "Control+Shift+k"])
def test_the_keys_of_the_browser_stay_its_own(screen: Watch, press: str) -> None:
    page = screen.page
    page.goto("/customers/")
    page.evaluate(
        "addEventListener('keydown', (event) => { window.taken = event.defaultPrevented; })",
    )

    *held, key = press.split("+")
    names = {"Control": "ctrlKey", "Alt": "altKey", "Meta": "metaKey", "Shift": "shiftKey"}
    page.evaluate(
        "(values) => document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...values}))",
        {"key": key, **{names[one]: True for one in held}},
    )

    assert page.evaluate("window.taken") is False


def test_control_and_enter_save_the_form(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.locator("#customers .person-name").first.click()
    note = page.locator("textarea[name=note]")
    note.fill("按 Ctrl+Enter 保存")

    note.press("Control+Enter")

    page.wait_for_load_state()
    expect(page.locator("textarea[name=note]")).to_have_value("按 Ctrl+Enter 保存")
    page.reload()
    expect(page.locator("textarea[name=note]")).to_have_value("按 Ctrl+Enter 保存")


def test_single_keys_can_be_turned_off_and_stay_off(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.keyboard.press("?")
    with page.expect_response("**/preferences/shell/"):
        page.click("#keys [name=keys]")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#customers .person-name").first).not_to_be_focused()

    page.reload()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.click(".top [data-open=keys]")
    with page.expect_response("**/preferences/shell/"):
        page.click("#keys [name=keys]")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#customers .person-name").first).to_be_focused()


def test_the_folded_side_bar_is_remembered(screen: Watch, open_context: OpenContext) -> None:
    page = screen.page
    page.goto("/classes/")
    with page.expect_response("**/preferences/shell/"):
        page.keyboard.press("b")
    expect(page.locator(".side-link span").first).to_be_hidden()

    elsewhere = open_context(java_script_enabled=False, viewport={"width": 1440, "height": 900}).new_page()
    elsewhere.goto("/today/")
    expect(elsewhere.locator(".side-link span").first).to_be_hidden()
    elsewhere.locator(".side-fold button").click()
    expect(elsewhere.locator(".side-link span").first).to_be_visible()


def test_what_a_word_means_opens_by_keyboard_and_escape_puts_it_away(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.locator("#customers .person-name").first.click()
    page.wait_for_url(ONE_CUSTOMER)
    asked = page.locator("details.help > summary").first
    asked.focus()

    page.keyboard.press("Enter")
    expect(page.locator("details.help .help-text").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("details.help .help-text").first).to_be_hidden()
    expect(asked).to_be_focused()
