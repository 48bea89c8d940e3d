"""What comes over the line before the first page stands, where a proxy compresses pages as files are compressed."""

import gzip

from tests.browser.conftest import OpenContext

MOST = 150_000
FILES = "performance.getEntriesByType('resource').reduce((sum, entry) => sum + (entry.transferSize || 0), 0)"


def test_the_first_page_without_charts_weighs_little(open_context: OpenContext) -> None:
    page = open_context(service_workers="block").new_page()

    answer = page.goto("/today/", wait_until="networkidle")

    assert answer is not None
    files, itself = page.evaluate(FILES), len(gzip.compress(answer.body()))
    assert 50_000 < files + itself <= MOST, f"{files} for files, {itself} for the page"
