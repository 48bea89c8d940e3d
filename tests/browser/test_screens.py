"""Every main screen, in both languages, light and dark, at a desk and on a phone."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Page, Response, ViewportSize

from tests.browser.conftest import WIDTHS, OpenContext
from tests.browser.watch import Watch, watched

Scheme = Literal["light", "dark"]
WIDER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
GROUND = "getComputedStyle(document.body).backgroundColor"
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
# as the pages are loaded; in their other width and scheme they come while they are open
LOADED: dict[str, tuple[str, Scheme]] = {"zh-hans": ("desk", "light"), "en": ("phone", "dark")}


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest, open_context: OpenContext) -> Iterator[str]:
    """The owner reads the pages in this language."""
    choose_language(open_context(), request.param)
    yield request.param
    choose_language(open_context(), "zh-hans")


def test_no_screen_makes_the_browser_complain(
    open_context: OpenContext, paths: dict[str, str], language: str
) -> None:
    """Accessibility loads them in Chinese at a desk in light, on a phone in dark."""
    width, scheme = LOADED[language]
    watch = watched(open_context(color_scheme=scheme, viewport=size(width)))

    for name, path in paths.items():
        visit(watch, name, path, language)
        for width, scheme in product(WIDTHS, SCHEMES):
            watch.page.set_viewport_size(size(width))
            watch.page.emulate_media(color_scheme=scheme)
            watch.page.wait_for_selector(f"html[data-bs-theme={scheme}]")
            look(watch, f"{name}, {width}, {scheme}")
            if is_dark(watch.page) != (scheme == "dark"):
                watch.note(f"{name}: not {scheme}")
        watch.page.set_viewport_size(size(LOADED[language][0]))
        watch.page.emulate_media(color_scheme=LOADED[language][1])
    assert watch.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_the_sign_in_page_makes_the_browser_complain_neither(
    open_context: OpenContext, locale: str, width: str
) -> None:
    context = open_context(storage_state=None, locale=locale, viewport=size(width))
    watch = watched(context)

    visit(watch, "sign-in", "/", "en" if locale == "en-GB" else "zh-hans")

    assert watch.page.locator("[name=password]").is_visible()
    assert watch.complaints == []


def test_what_the_policy_forbids_would_be_noticed(open_context: OpenContext) -> None:
    """A positive control: without it, silence would prove nothing."""
    watch = watched(open_context())
    watch.page.goto("/today/")

    watch.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    watch.page.evaluate("fetch('https://example.invalid/').catch(() => 0)")
    watch.page.evaluate("console.warn('a warning')")
    watch.page.goto("/no-such-page/")

    told = " ".join(watch.complaints)
    assert "policy: script-src" in told
    assert "policy: connect-src" in told
    assert "a warning" in told
    assert "404" in told


def size(width: str) -> ViewportSize:
    width_px, height_px = WIDTHS[width]
    return {"width": width_px, "height": height_px}


def visit(watch: Watch, name: str, path: str, language: str) -> None:
    response = watch.page.goto(path, wait_until="load")
    assert response is not None
    if response.status != 200:
        watch.note(f"{name}: {response.status}")
    if watch.page.locator("html").get_attribute("lang") != language:
        watch.note(f"{name}: not in {language}")
    if not has_policy(response):
        watch.note(f"{name}: no content security policy with a nonce or 'self'")
    look(watch, name)


def look(watch: Watch, name: str) -> None:
    if too_wide := watch.page.evaluate(WIDER):
        watch.note(f"{name}: {too_wide} px wider than the screen, by {widest(watch.page)}")


def has_policy(response: Response) -> bool:
    policy = response.headers.get("content-security-policy", "")
    return "default-src 'none'" in policy and re.search(r"script-src 'self'", policy) is not None


def widest(page: Page) -> str:
    """Which element reaches beyond the right edge."""
    return str(
        page.evaluate("""() => {
          const beyond = [...document.querySelectorAll("body *")].filter((element) =>
            element.getBoundingClientRect().right > document.scrollingElement.clientWidth + 1
            && !element.closest(".table-wrap, .table-scroll, [hidden]"));
          return beyond.slice(0, 3).map((element) => element.tagName + "." + element.className).join(" ");
        }""")
    )


def is_dark(page: Page) -> bool:
    red, green, blue = (int(part) for part in re.findall(r"\d+", page.evaluate(GROUND))[:3])
    return red + green + blue < 300


def choose_language(context: object, language: str) -> None:
    page = context.new_page()  # type: ignore[attr-defined]
    page.goto("/staff/")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"button[name=language][value={language}]").click()
        page.wait_for_selector(f"html[lang={language}]")
    page.close()


def test_every_static_file_is_the_collected_one(screen: Watch) -> None:
    """Each has its content's hash in its name, so that a browser may keep it for ever."""
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))

    screen.page.goto("/analytics/")

    static = [url for url in asked if "/static/" in url]
    assert len(static) >= 5
    assert [url for url in static if not re.search(r"\.[0-9a-f]{12}\.\w+(#.*)?$", url)] == []


def test_the_screens_are_the_main_ones(paths: dict[str, str]) -> None:
    """Whatever the navigation offers is looked at."""
    from django.urls import reverse

    from tuanke.console.web.navigation import GROUPS

    offered = {reverse(page.url_name) for group in GROUPS for page in group.pages}
    assert offered <= set(paths.values())
