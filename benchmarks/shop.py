"""A deployment of one's own for a benchmark: an embedded PostgreSQL in a temporary folder, and Django on it."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import youzan
from benchmarks.measure import FULL, TENTH
from tuanke.config import deployment, environment

ORDERS = {FULL: 344_000, TENTH: 34_400}  # rows that bring 100,000 customers, and a tenth of them
REQUESTS = 200


@contextmanager
def empty_shop() -> Iterator[Path]:
    """The data directory; to be entered once in a process, because Django is set up once."""
    with tempfile.TemporaryDirectory(prefix="tkb-") as folder:
        os.environ.update(TUANKE_DATA=folder, DJANGO_SETTINGS_MODULE="tuanke.config.settings")
        database = deployment.Database(environment.read())
        database.start()
        try:
            deployment.prepare_schema()
            yield Path(folder)
        finally:
            database.stop()


def fill(folder: Path, orders: int) -> None:
    """Through the importer, then scored and classified by the worker's own jobs."""
    from django.db import connection
    from django.utils import timezone

    from tuanke.platform.imports.services import running, submitting

    file = folder / "orders.csv"
    youzan.write(file, orders)
    batch = submitting.submit(file, mapping={}, preset="", source="", at=timezone.now())
    running.run(batch.pk, lambda _done, _total: None)
    work_off()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does within minutes


def work_off(*names: str) -> None:
    """Do these jobs and what is queued, as the worker does."""
    import asyncio

    from procrastinate.contrib.django import app

    from tuanke.platform.jobs.services import execution, queue

    for name in names:
        queue.enqueue(name)
    asyncio.run(execution.work(app, wait=False))


def sign_in() -> Any:
    """The owner's browser."""
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


def p95(browser: Any, addresses: Sequence[str]) -> float:
    """Milliseconds; every address once before the clock starts."""
    for address in addresses:
        assert browser.get(address).status_code == 200, address
    taken = []
    for number in range(max(REQUESTS, len(addresses))):
        started = time.perf_counter()
        browser.get(addresses[number % len(addresses)])
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(taken, n=20)[-1]
