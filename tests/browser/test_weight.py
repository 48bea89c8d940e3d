"""What comes over the line before the first page stands."""

from tests.browser.conftest import OpenContext

MOST = 150_000
WEIGHT = "performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"


def test_the_first_page_without_charts_weighs_little(open_context: OpenContext) -> None:
    page = open_context(service_workers="block").new_page()

    page.goto("/today/", wait_until="networkidle")

    weight = page.evaluate(WEIGHT)
    assert 50_000 < weight <= MOST
