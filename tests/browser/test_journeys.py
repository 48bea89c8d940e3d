"""What people do at the screen, from the first click to the end."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypinyin import lazy_pinyin

from tests.browser.conftest import OpenContext
from tests.browser.watch import Watch
from tests.commands.orders import write_orders
from tests.commands.shop import Shop

NAMED = """
SELECT display_name, uid::text FROM customers_customer
WHERE status = 'active' AND display_name ~ '^[一-龥]{3}$' ORDER BY id
"""
HAS_FOCUS = "element => element === document.activeElement"


def test_a_file_goes_through_the_page_to_the_end(screen: Watch, shop: Shop, tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=12, orders=30, spoiled=2)
    page = screen.page
    page.goto("/imports/new/")

    page.set_input_files("[name=file]", file)
    page.click("main form button")
    page.wait_for_url("**/columns/")
    page.fill("[name=source]", "journey")
    page.click("main form button")
    page.wait_for_url("**/start/")
    expect(page.locator("main .table-wrap tbody tr")).to_have_count(8)
    page.click(".page-actions form button")

    expect(page.locator("#batch .chip-good")).to_be_visible(timeout=30_000)
    rows = len(file.read_text().splitlines()) - 1
    assert numbers_in(page.locator(".waterfall")) == [rows, 2, rows - 2, 0, 0]
    with page.expect_download() as download:
        page.click("a[href$='rejects.csv']")
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 3
    shop.wait_until_quiet()


def test_the_palette_finds_a_customer_by_pinyin_and_opens_it(screen: Watch, shop: Shop) -> None:
    name, uid = somebody_of_a_rare_name(shop)
    page = screen.page
    page.goto("/today/")

    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("".join(lazy_pinyin(name)))
    expect(page.locator("#palette a", has_text=name)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text(name)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/customers/{uid}/")
    expect(page.locator("h1")).to_have_text(name)


def test_the_palette_goes_to_pages_and_closes_with_escape(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    page.keyboard.press("/")
    page.wait_for_selector("#palette [role=option]")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("#palette [role=option]").nth(1).get_attribute("aria-selected")
    page.keyboard.press("Escape")

    assert second == "true"
    expect(page.locator("#palette")).to_be_hidden()


@pytest.mark.parametrize("key", [{"key": "k", "ctrlKey": True}, {"key": "/"}])
def test_a_key_of_an_input_method_is_no_shortcut(screen: Watch, key: dict[str, object]) -> None:
    page = screen.page
    page.goto("/customers/")
    press = "(key) => document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, ...key}))"

    page.evaluate(press, {**key, "isComposing": True})
    assert page.locator("#palette").is_hidden()

    page.evaluate(press, key)  # the same key without an input method is one
    expect(page.locator("#palette")).to_be_visible()


def test_choosing_a_word_in_the_input_method_chooses_nobody_in_the_palette(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")
    press = (
        "([element, key]) => element.dispatchEvent("
        "new KeyboardEvent('keydown', {bubbles: true, cancelable: true, isComposing: true, key}))"
    )

    for key in ("ArrowDown", "Enter"):
        page.evaluate(press, [page.locator(".palette-input").element_handle(), key])

    assert page.locator("#palette [aria-selected=true]").count() == 0
    assert page.url.endswith("/today/")
    expect(page.locator("#palette")).to_be_visible()


def test_a_composed_text_is_searched(screen: Watch, shop: Shop) -> None:
    name, _uid = somebody_of_a_rare_name(shop)
    page = screen.page
    page.goto("/customers/")
    page.focus(".filters [name=q]")
    keyboard = page.context.new_cdp_session(page)

    for part in (name[0], name[:2]):
        keyboard.send("Input.imeSetComposition", {"text": part, "selectionStart": 1, "selectionEnd": 1})
    keyboard.send("Input.insertText", {"text": name})

    expect(page.locator("#customers .person-name")).to_have_text([name])
    expect(page.locator(".filters [name=q]")).to_be_focused()


def test_the_reason_chip_opens_the_drawer_and_escape_gives_the_focus_back(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    chip = page.locator("#customers .chip").first

    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .why li").first).to_be_visible()
    assert page.evaluate("document.getElementById('drawer').contains(document.activeElement)")
    page.keyboard.press("Escape")

    expect(page.locator("#drawer")).to_be_hidden()
    assert chip.evaluate(HAS_FOCUS)


def test_a_class_is_set_by_hand_in_the_drawer_and_taken_back(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.locator("#customers .chip").last.click()

    page.click("#drawer summary")
    page.fill("#drawer [name=reason]", "老板认识")
    page.click("#drawer details button")
    expect(page.locator("#drawer .alert-warning")).to_contain_text("老板认识")
    page.click("#drawer .alert-warning button")

    expect(page.locator("#drawer .alert-warning")).to_have_count(0)


def test_done_and_undo_on_todays_list_need_no_page_load(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    page.evaluate("window.stayed = true")
    line = page.locator(f"#{page.locator('.today-line').first.get_attribute('id')}")

    line.locator("summary").first.click()
    line.locator("[name=outcome]").first.check()
    line.locator("[name=note]").fill("下周再来")
    line.locator(".today-form button").click()
    expect(line).to_have_class(re.compile("is-over"))
    expect(line).to_contain_text("下周再来")
    line.locator("form button").click()

    expect(line).not_to_have_class(re.compile("is-over"))
    expect(line.locator("summary")).to_have_count(2)
    assert page.evaluate("window.stayed") is True


def test_later_and_undo_on_todays_list_need_no_page_load(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    page.evaluate("window.stayed = true")
    line = page.locator(f"#{page.locator('.today-line').last.get_attribute('id')}")

    line.locator("summary").last.click()
    line.locator("[name=days]").first.click()
    expect(line).to_have_class(re.compile("is-over"))
    line.locator("form button").click()

    expect(line).not_to_have_class(re.compile("is-over"))
    assert page.evaluate("window.stayed") is True


def test_a_filter_narrows_the_list_in_place_and_the_address_keeps_it(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.evaluate("window.stayed = true")

    page.select_option("[name=kind]", "org")
    expect(page.locator("#customers .person-face.is-org").first).to_be_visible()
    expect(page.locator("#customers .person-face:not(.is-org)")).to_have_count(0)

    assert page.evaluate("window.stayed") is True
    assert "kind=org" in page.url


def test_a_row_is_a_link_for_the_mouse(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    row = page.locator("#customers tr[data-href]").first

    target = row.get_attribute("data-href")

    row.locator("td.num").first.click()

    page.wait_for_url(f"**{target}")


def test_the_theme_switch_changes_the_colours(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")
    grounds = {}

    for theme in ("dark", "light", "auto"):
        page.click(".top details.menu:has([name=theme]) summary")
        page.click(f"button[name=theme][value={theme}]")
        page.wait_for_selector(f"html[data-theme={theme}]")
        grounds[theme] = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert grounds["dark"] != grounds["light"]
    assert grounds["auto"] == grounds["light"]  # the device is light


def test_the_keyboard_alone_reaches_the_first_line_and_acts(screen: Watch) -> None:
    page = screen.page
    page.goto("/today/")

    page.keyboard.press("Tab")
    assert page.locator("a.skip").evaluate(HAS_FOCUS)
    assert page.locator("a.skip").is_visible()
    page.keyboard.press("Enter")
    assert page.locator("#main").evaluate(HAS_FOCUS)
    button = page.locator(".today-line").first.locator("summary").first
    tab_to(page, button, at_most=20)
    page.keyboard.press("Enter")

    expect(page.locator(".today-line").first.locator("[name=outcome]").first).to_be_visible()


def test_without_the_skip_link_the_order_is_the_one_seen(open_context: OpenContext) -> None:
    """Navigation, search, then the page: never backwards."""
    page = open_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/today/")
    seen: list[str] = []

    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "['.skip', '.side', '.top', '#main'].find((name) => document.activeElement.closest(name)) ?? ''"
            )
        )

    assert list(dict.fromkeys(seen)) == [".skip", ".side", ".top", "#main"]
    assert seen == sorted(seen, key=[".skip", ".side", ".top", "#main"].index)


def somebody_of_a_rare_name(shop: Shop) -> tuple[str, str]:
    """A customer whose pinyin nobody else's begins with."""
    with shop.connect() as connection:
        named = connection.execute(NAMED).fetchall()
    spelled = {uid: "".join(lazy_pinyin(name)) for name, uid in named}
    for name, uid in named:
        if sum(other.startswith(spelled[uid]) for other in spelled.values()) == 1:
            return name, uid
    raise AssertionError("nobody has a name of their own")


def numbers_in(table: Locator) -> list[int]:
    return [int(text.replace(",", "")) for text in table.locator("td.num").all_inner_texts()]


def tab_to(page: Page, target: Locator, at_most: int) -> None:
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if target.evaluate(HAS_FOCUS):
            return
    raise AssertionError(f"not reached with {at_most} presses of Tab")


def test_two_entries_of_one_person_are_merged_and_taken_apart(screen: Watch, shop: Shop) -> None:
    page = screen.page
    twins = [_write_down(page, "上官云舒", mobile=mobile) for mobile in ("13900000001", "13900000002")]

    page.goto(f"{twins[0]}merge/")
    page.fill("main [name=who]", "上官云舒")
    page.keyboard.press("Enter")
    page.click("main td a.btn")
    assert [twin in page.url for twin in twins] == [True, False], "the other is found, not oneself"
    page.fill("[name=reason]", "换了号码")
    page.click("main .btn-primary")
    page.wait_for_url(f"**{twins[0]}")
    page.goto(twins[1])
    expect(page.locator("main")).to_contain_text("***0001")
    expect(page.locator("main")).to_contain_text("***0002")

    page.goto(f"{twins[0]}merge/")
    page.click("main form[action*=unmerge] button")
    page.goto(twins[1])
    expect(page.locator("main")).not_to_contain_text("***0001")
    shop.wait_until_quiet()


def _write_down(page: Page, name: str, *, mobile: str) -> str:
    """The path of the new customer's page."""
    page.goto("/customers/new/")
    page.fill("[name=display_name]", name)
    page.fill("[name=mobile]", mobile)
    page.click("main form .btn-primary")
    page.wait_for_url(re.compile(r"/customers/[0-9a-f-]{36}/$"))
    return re.sub(r"^.*(/customers/)", r"\1", page.url)
