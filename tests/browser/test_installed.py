"""On the home screen: installable, says so without a connection, and keeps nothing of anybody."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenContext

TAKES_OVER = """() => navigator.serviceWorker.controller !== null
  || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(true)))"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


def test_without_a_connection_a_page_says_so_and_goes_on_when_it_is_back(open_context: OpenContext) -> None:
    context = open_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/today/")
    page.evaluate(TAKES_OVER)

    context.set_offline(True)
    page.goto("/today/")
    expect(page.locator(".plain h1")).to_be_visible()
    expect(page.locator("nav.side")).to_have_count(0)
    context.set_offline(False)
    page.click(".plain a.btn")

    expect(page.locator(".today, .empty-note").first).to_be_visible()


def test_only_the_shell_is_kept_on_the_device(open_context: OpenContext) -> None:
    page = open_context().new_page()
    for path in ("/today/", "/customers/", "/analytics/"):
        page.goto(path)
        page.evaluate("navigator.serviceWorker.ready")

    kept = page.evaluate(KEPT)

    assert "/offline/" in kept
    assert [path for path in kept if path != "/offline/" and not path.startswith("/static/")] == []


def test_a_page_left_open_says_when_the_connection_is_gone(open_context: OpenContext) -> None:
    context = open_context()
    page = context.new_page()
    page.goto("/customers/")
    expect(page.locator(".offline-note")).to_be_hidden()

    context.set_offline(True)
    expect(page.locator(".offline-note")).to_be_visible()
    context.set_offline(False)
    expect(page.locator(".offline-note")).to_be_hidden()


def test_the_manifest_is_what_a_phone_needs(open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto("/today/")
    address = page.locator("link[rel=manifest]").get_attribute("href")

    manifest = page.request.get(str(address)).json()

    assert {"name", "start_url", "display", "icons"} <= set(manifest)
    sizes = {icon["sizes"] for icon in manifest["icons"]}
    assert {"192x192", "512x512", "any"} <= sizes
    for icon in manifest["icons"]:
        answer = page.request.get(icon["src"])
        assert answer.headers["content-type"].startswith(icon["type"])
