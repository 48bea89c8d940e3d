"""From a list through its customers with n and p, and back to the line one came from."""

from playwright.sync_api import expect

from tests.browser.watch import Watch


def test_one_after_the_other_and_back(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/?kind=person&sort=-orders")
    names = page.locator("#customers .person-name").all_inner_texts()

    page.locator("#customers .person-name").nth(1).click()
    expect(page.locator("h1")).to_have_text(names[1])
    expect(page.locator(".place-number")).to_contain_text("2 /")
    for key, number in (("n", 2), ("p", 1), ("p", 0)):
        page.wait_for_load_state()  # the keys answer from then on
        page.keyboard.press(key)
        expect(page.locator("h1")).to_have_text(names[number])
    expect(page.locator(".place [rel=prev]")).to_have_count(0)

    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_url("**/customers/?*")
    assert "kind=person" in page.url
    assert "sort=-orders" in page.url
    expect(page.locator("tr:target .person-name")).to_have_text(names[0])


def test_n_on_the_archive_opens_the_archive_of_the_next(screen: Watch) -> None:
    page = screen.page
    page.goto("/customers/?sort=-orders")
    names = page.locator("#customers .person-name").all_inner_texts()
    page.locator("#customers .person-name").first.click()

    page.locator(".tabs-line a").nth(1).click()
    expect(page.locator(".place-number")).to_contain_text("1 /")
    page.wait_for_load_state()
    page.keyboard.press("n")

    expect(page.locator("h1")).to_have_text(names[1])
    expect(page.locator(".tabs-line a").nth(1)).to_have_attribute("aria-current", "page")
    expect(page.locator(".place-number")).to_contain_text("2 /")
