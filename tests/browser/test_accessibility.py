"""Every main screen for people who see it badly, or use no mouse: the rules of axe-core, and nothing that jumps."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, OpenContext

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules})"
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
JUMPED = 0.05  # the share of the screen times its way; 0.1 counts as good


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_breaks_a_rule_of_accessibility_or_jumps_while_it_loads(
    open_context: OpenContext, paths: dict[str, str], scheme: str, width: str
) -> None:
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    context = open_context(color_scheme=scheme, viewport=size)
    context.add_init_script(WATCH)
    page = context.new_page()

    complaints = []
    for name, path in paths.items():
        page.goto(path, wait_until="networkidle")
        if (shifted := page.evaluate("window.shifted")) > JUMPED:
            complaints.append(f"{name} jumps: {shifted:.3f}")
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
