"""Claim: at 100,000 customers today's list is there within 120 ms at the 95th percentile.

Over HTTP through Django's test client, all middleware included. Against: a page of the same stack with hardly
anything on it (the list of jobs).
"""

from collections.abc import Iterator

from benchmarks.measure import Measure
from benchmarks.shop import ORDERS, empty_shop, fill, p95, sign_in

PAGES = (
    "/today/",
    "/today/?page=3",
    "/today/?reason=cooling",
    "/today/?reason=overdue&page=2",
    "/today/?whose=nobodys",
)


def run(size: str) -> Iterator[Measure]:
    with empty_shop() as folder:
        fill(folder, ORDERS[size])
        browser = sign_in()
        bare = p95(browser, ("/jobs/",))
        taken = p95(browser, PAGES)
        yield Measure("today", taken, "ms", "<=", 120, "a page with nothing on it", taken / bare, size)
