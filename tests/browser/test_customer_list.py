"""The customer list as it is used all day: narrow, sort, tag many, undo; with the mouse and with keys."""

from playwright.sync_api import expect

from tests.browser.watch import Watch


def test_narrow_sort_tag_all_and_undo_in_one_go(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/")
    page.evaluate("window.stayed = true")

    page.select_option("#filters [name=kind]", "person")
    expect(page.locator("#customers .list-head .chip")).to_have_count(1)
    page.click("#by-orders")
    expect(page.locator("th[aria-sort=descending] #by-orders")).to_be_focused()
    assert page.evaluate("window.stayed") is True
    page.wait_for_function("!document.querySelector('.htmx-settling, .htmx-swapping, .htmx-added')")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending] #by-orders")).to_be_visible()
    assert page.evaluate("window.stayed") is True
    page.click(".more-filters summary")
    page.fill("#filters [name=orders_min]", "3")
    page.keyboard.press("Tab")
    expect(page.locator("#customers .list-head .chip")).to_have_count(2)
    expect(page.locator("th[aria-sort=ascending] #by-orders")).to_be_visible()
    assert page.evaluate("window.stayed") is True
    assert page.url.endswith("/customers/?sort=-orders&kind=person&orders_min=3")

    page.locator("details:has(#bulk) > summary").click()
    page.check("#bulk [value=all]")
    page.fill("#bulk [name=tag]", "熟客")
    page.click("#bulk [value=tag]")
    page.click("[name=confirmed]")
    expect(page.locator("#customers .alert-success button")).to_be_visible()
    page.click("#customers .alert-success button")

    expect(page.locator(".messages .alert-success")).to_be_visible()
    page.locator("#customers .list-head .chip").first.click()
    expect(page.locator("#customers .list-head .chip")).to_have_count(1)
    expect(page.locator("#filters [name=kind]")).to_have_value("")


def test_a_file_of_what_is_seen_comes_down(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/?kind=org")
    shown = page.locator("#customers .person-name").all_inner_texts()

    page.locator("details:has([name=format]) > summary").click()
    with page.expect_download() as download:
        page.click("[name=format][value=csv]")

    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:51]] == shown


def test_names_can_be_read_on_a_tablet(screen: Watch) -> None:
    """The widest of columns gives way last."""
    page = screen.page
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto("/customers/")

    cut = page.eval_on_selector_all(
        "#customers .person-name",
        "names => names.filter(one => one.clientWidth < 96 && one.scrollWidth > one.clientWidth).length",
    )

    assert page.locator("#customers .person-name").count() > 0
    assert cut == 0
