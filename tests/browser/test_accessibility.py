"""Every main screen for people who see it badly, or use no mouse: the rules of axe-core."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, OpenContext

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules})"


def test_no_screen_breaks_a_rule_of_accessibility(open_context: OpenContext, paths: dict[str, str]) -> None:
    page = open_context(viewport=dict(zip(("width", "height"), WIDTHS["desk"], strict=True))).new_page()

    complaints = []
    for name, path in paths.items():
        page.goto(path)
        complaints += [f"{name}: {broken}" for broken in violations(page)]
    assert complaints == []


def test_a_broken_rule_would_be_noticed(open_context: OpenContext) -> None:
    """A positive control."""
    page = open_context().new_page()
    page.goto("/today/")
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: '/favicon.ico'}))")
    page.evaluate("document.querySelector('main').style.color = '#f4f4f4'")

    told = " ".join(violations(page))
    assert "image-alt" in told
    assert "color-contrast" in told


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
    found = page.evaluate(RUN, RULES)["violations"]
    return [f"{one['id']} {[node['target'] for node in one['nodes'][:3]]}" for one in found]
