"""Files merchants have, chosen in the browser: recognised, accounted for, written. All of them: tests/stories."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watch import Watch, watched
from tests.commands.shop import Shop, shop_with_tables
from tests.exports.index import EXPORTS
from tuanke.kit.files.preset_files import all_presets

ALONE = ("youzan-orders-60", "tmall-orders-composite", "shopify-customers", "generic-contacts")
REFUSED = ("taobao-details", "pdd-orders-27")  # at once, and when its columns are settled


@pytest.fixture(scope="module")
def empty_shop(browser: Browser) -> Iterator[Shop]:
    with ExitStack() as stack:
        shop = shop_with_tables()
        stack.callback(shop.close)
        shop.up()
        shop.owner()
        yield shop


@pytest.fixture(scope="module")
def screen(browser: Browser, empty_shop: Shop) -> Iterator[Watch]:
    context = browser.new_context(base_url=empty_shop.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    watch = watched(context)
    watch.page.goto("/accounts/login/")
    watch.page.fill("[name=login]", "boss")
    watch.page.fill("[name=password]", "quiet-harbour-42")
    watch.page.click("main button")
    watch.page.wait_for_url("**/first-steps/")
    yield watch
    context.close()


@pytest.mark.parametrize("name", ALONE)
def test_an_export_comes_in_by_the_page(screen: Watch, tmp_path: Path, name: str) -> None:
    export, page = EXPORTS[name], screen.page
    choose(page, write(tmp_path, name))
    page.wait_for_url("**/columns/")
    recognised = all_presets()[name].label["zh"] if all_presets()[name].fingerprint.all else ""
    expect(page.locator(".lead")).to_contain_text(recognised)
    page.click("main form button")
    page.wait_for_url("**/start/")
    expect(page.locator("#forecast .waterfall")).to_be_visible(timeout=30_000)

    page.click(".page-actions form button")

    expect(page.locator("#batch .chip-good")).to_be_visible(timeout=30_000)
    rows, rejected, *written = numbers_in(page)
    assert (rows, rejected) == (export.rows, len(export.rejected))
    assert sum(written) == rows - rejected
    assert screen.complaints == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_taken_says_what_to_do(screen: Watch, tmp_path: Path, name: str) -> None:
    page = screen.page
    choose(page, write(tmp_path, name))

    if page.url.endswith("/columns/"):
        page.click("main form button")
    expect(page.locator(".alert-danger")).to_have_text(re.compile("[。.]$"))
    screen.complaints.clear()  # the page is answered with 422, which the console notes


def test_orders_and_their_goods_come_in_as_a_pair(screen: Watch, tmp_path: Path) -> None:
    """In the wrong order, too: the headers tell which file is which."""
    page = screen.page
    page.goto("/imports/new/")
    page.locator("main form summary").click()
    page.set_input_files("[name=file]", write(tmp_path, "taobao-details"))
    page.set_input_files("[name=details]", write(tmp_path, "taobao-orders-classic"))
    page.click("main form button")
    page.wait_for_url("**/columns/")
    page.fill("[name=source]", "pair")
    page.click("main form button")
    page.wait_for_url("**/start/")
    page.click(".page-actions form button")

    expect(page.locator("#batch .chip-good")).to_be_visible(timeout=30_000)
    assert numbers_in(page)[2] > 0


def choose(page: Page, file: Path) -> None:
    page.goto("/imports/new/")
    page.set_input_files("[name=file]", file)
    page.click("main form button")
    page.wait_for_load_state()


def write(folder: Path, name: str) -> Path:
    path = folder / EXPORTS[name].file_name
    EXPORTS[name].write(path)
    return path


def numbers_in(page: Page) -> list[int]:
    return [int(text.replace(",", "")) for text in page.locator(".waterfall td.num").all_inner_texts()]
