"""Every main screen for people who see it badly, or use no mouse: the rules of axe-core, and nothing that jumps."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, OpenContext

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules})"


JUMPED = """() => new Promise(tell => {
  let sum = 0;
  const add = list => list.getEntries().forEach(shift => { sum += shift.hadRecentInput ? 0 : shift.value; });
  new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => tell(sum)));
})"""
STILL = 0.05  # of the window; what web.dev calls good is twice as much


@pytest.mark.parametrize(("width", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_no_screen_breaks_a_rule_of_accessibility_or_jumps(
    open_context: OpenContext, paths: dict[str, str], width: str, scheme: str
) -> None:
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    page = open_context(viewport=size, color_scheme=scheme).new_page()

    complaints = []
    for name, path in paths.items():
        page.goto(path)
        complaints += [f"{name}: {broken}" for broken in violations(page)]
        if (jumped := page.evaluate(JUMPED)) > STILL:
            complaints.append(f"{name}: jumps by {jumped:.2f}")
    assert complaints == []


def test_a_broken_rule_would_be_noticed(open_context: OpenContext) -> None:
    """A positive control."""
    page = open_context().new_page()
    page.goto("/today/")
    page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: '/favicon.ico'}))")
    page.evaluate("document.querySelector('main').style.color = '#f4f4f4'")

    told = " ".join(violations(page))
    page.evaluate("document.querySelector('main').style.marginTop = '300px'")

    assert page.evaluate(JUMPED) > STILL
    assert "image-alt" in told
    assert "color-contrast" in told


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8") + "\n;0")
    found = page.evaluate(RUN, RULES)["violations"]
    return [f"{one['id']} {[node['target'] for node in one['nodes'][:3]]}" for one in found]
