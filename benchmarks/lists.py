"""Claims: at 100,000 customers a filtered and sorted list, a search and a customer's page are there within 100, 60

and 120 ms at the 95th percentile, and a change to 10,000 customers within 2 s.

Over HTTP through Django's test client, all middleware included. Against: a page of the same stack with hardly
anything on it (the list of jobs); for the change, one UPDATE of the same rows without version, history or audit.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import youzan
from benchmarks.measure import FULL, Measure
from benchmarks.shop import empty_shop

ORDERS = {FULL: 344_000}  # rows that bring 100,000 customers
REQUESTS = 200
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
        _fill(folder, ORDERS.get(size, 34_400))
        browser, pages = _sign_in(), _pages()
        bare = _p95(browser, BARE)
        for name, addresses, limit in (
            ("customer_list", LISTS, 100),
            ("customer_search", SEARCHES, 60),
            ("customer_page", pages, 120),
        ):
            taken = _p95(browser, addresses)
            yield Measure(name, taken, "ms", "<=", limit, "a page with nothing on it", taken / bare, size)
        changed, least = _change_many()
        yield Measure("change_many", changed, "s", "<=", 2, "one UPDATE of the rows", changed / least, size)


def _fill(folder: Path, orders: int) -> None:
    """Through the importer, then scored and classified by the worker's own jobs."""
    import asyncio

    from django.db import connection
    from django.utils import timezone
    from procrastinate.contrib.django import app

    from tuanke.platform.imports.services import running, submitting
    from tuanke.platform.jobs.services import execution

    file = folder / "orders.csv"
    youzan.write(file, orders)
    batch = submitting.submit(file, mapping={}, preset="", source="", at=timezone.now())
    running.run(batch.pk, lambda _done, _total: None)
    asyncio.run(execution.work(app, wait=False))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


def _sign_in() -> Any:
    import logging

    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from tuanke.platform.accounts.domain.permissions import Role
    from tuanke.platform.accounts.services.staff import add_staff

    logging.disable(logging.INFO)
    owner = add_staff(
        username="boss", name="陈老板", password="quiet-harbour-42", role=Role.OWNER, at=timezone.now()
    )
    browser = Client()
    browser.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return browser


def _pages() -> list[str]:
    """Customers from everywhere in the archive."""
    from tuanke.customers.models import Customer

    uids = list(Customer.objects.order_by("pk").values_list("uid", flat=True))
    return [f"/customers/{uid}/" for uid in uids[:: max(1, len(uids) // REQUESTS)]]


def _p95(browser: Any, addresses: Sequence[str]) -> float:
    """Milliseconds; every address once before the clock starts."""
    for address in addresses:
        assert browser.get(address).status_code == 200, address
    taken = []
    for number in range(max(REQUESTS, len(addresses))):
        started = time.perf_counter()
        browser.get(addresses[number % len(addresses)])
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


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
