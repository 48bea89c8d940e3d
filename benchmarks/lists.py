"""Claims: at 100,000 customers a filtered and sorted list, a search and a customer's page are there within 100, 60

and 120 ms at the 95th percentile, and a change to 10,000 customers within 2 s.

Over HTTP through Django's test client, all middleware included. Against: a page of the same stack with hardly
anything on it (the list of jobs); for the change, one UPDATE of the same rows without version, history or audit.
"""

import time
from collections.abc import Iterator

from benchmarks.measure import Measure
from benchmarks.shop import ORDERS, REQUESTS, empty_shop, fill, p95, sign_in

CHANGED = 10_000
LISTS = (
    "/customers/?lifecycle=dormant&sort=revenue",
    "/customers/?lifecycle=dormant&sort=last",
    "/customers/?value=high_value&lifecycle=lost&sort=stake",
    "/customers/?frequency=low&sort=-orders",
    "/customers/?owner=nobody&kind=person&sort=name",
    "/customers/?place=宁波&sort=orders",
    "/customers/?orders_min=4&sort=-last",
    "/customers/?last_after=2025-10-01&revenue_min=500",
)
SEARCHES = tuple(
    f"/search/?q={text}"
    for text in ("王", "伟明", "李娜", "wangwei", "zhangmin", "wwm", "ln", "8000", "1419")
)
BARE = ("/jobs/",)


def run(size: str) -> Iterator[Measure]:
    with empty_shop() as folder:
        fill(folder, ORDERS[size])
        browser, pages = sign_in(), _pages()
        bare = p95(browser, BARE)
        for name, addresses, limit in (
            ("customer_list", LISTS, 100),
            ("customer_search", SEARCHES, 60),
            ("customer_page", pages, 120),
        ):
            taken = p95(browser, addresses)
            yield Measure(name, taken, "ms", "<=", limit, "a page with nothing on it", taken / bare, size)
        changed, least = _change_many()
        yield Measure("change_many", changed, "s", "<=", 2, "one UPDATE of the rows", changed / least, size)


def _pages() -> list[str]:
    """Customers from everywhere in the archive."""
    from tuanke.customers.models import Customer

    uids = list(Customer.objects.order_by("pk").values_list("uid", flat=True))
    return [f"/customers/{uid}/" for uid in uids[:: max(1, len(uids) // REQUESTS)]]


def _change_many() -> tuple[float, float]:
    """Seconds to let somebody look after the first thousands, and to update the same rows bare."""
    from django.db import transaction
    from django.utils import timezone

    from tuanke.customers.models import Customer
    from tuanke.customers.services import bulk
    from tuanke.platform.accounts.models import Staff

    owner = Staff.objects.get(username="boss").pk
    numbers = list(Customer.objects.order_by("pk").values_list("pk", flat=True)[:CHANGED])
    rows = Customer.objects.filter(pk__in=numbers)
    with transaction.atomic():
        started = time.perf_counter()
        rows.update(owner=owner)
        least = time.perf_counter() - started
        transaction.set_rollback(True)
    started = time.perf_counter()
    done = bulk.assign_owner_each(customers=rows, owner_id=owner, told={}, by=owner, at=timezone.now())
    taken = time.perf_counter() - started
    assert done.changed == len(numbers), done.changed
    return taken, least
