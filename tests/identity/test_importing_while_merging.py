"""A file names a customer who is being merged at this moment: what it brings is the survivor's."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tuanke.customers.models import ContactPoint, Customer, ExternalIdentity
from tuanke.customers.services.importing import writing
from tuanke.customers.services.importing.writing import FIND_BY_POINT
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.services.merging.standing import FOLLOW, HOLD
from tuanke.facts.models import DirtyCustomer
from tuanke.orders.models import Order
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
LONG_ENOUGH = 3.0  # seconds for an import that does not wait to be through
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


class Meanwhile(str):
    """A statement of an import that does nothing itself, but at whose place something else happens."""

    __slots__ = ("happen",)
    happen: Callable[[], None]

    def format(self, *_: object, **__: object) -> str:
        self.happen()
        return "SELECT 1"


def merge_until_somebody_waits(survivor: Customer, loser: Customer, by: int) -> threading.Thread:
    """The merge is done, and committed when the import waits for it, or is through without."""
    merged = threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                merge(survivor=survivor, losers=[loser], choices={}, reason="", by=by, at=timezone.now())
                merged.set()
                _until_somebody_waits()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert merged.wait(timeout=20)
    return thread


def _until_somebody_waits() -> None:
    end = time.monotonic() + LONG_ENOUGH
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if (cursor.fetchone() or (0,))[0]:
                return
        time.sleep(0.02)


def known_as(key: str) -> Customer:
    return ExternalIdentity.objects.select_related("customer").get(external_id=key).customer


def import_while_merging(
    folder: Path, monkeypatch: Any, statements: Sequence[str]
) -> tuple[Customer, Customer]:
    """The merge happens after the import has found its customers and before it writes of them."""
    bring_in(folder, [order("A1", "c1", "2026-05-01", 1), order("A2", "c2", "2026-05-01", 1)])
    survivor, loser, by = known_as("c1"), known_as("c2"), make_staff().pk
    DirtyCustomer.objects.all().delete()
    threads: list[threading.Thread] = []
    meanwhile = Meanwhile("")
    meanwhile.happen = lambda: threads.append(merge_until_somebody_waits(survivor, loser, by))
    found = statements.index(FIND_BY_POINT) + 1
    monkeypatch.setattr(writing, "STATEMENTS", (*statements[:found], meanwhile, *statements[found:]))
    bring_in(folder, [order("A3", "c2", "2026-05-02", 5, phone="13800138001")], name="more.csv")
    threads[0].join()
    return survivor, loser


def test_what_a_file_brings_meanwhile_is_the_survivors(tmp_path: Path, monkeypatch: Any) -> None:
    survivor, loser = import_while_merging(tmp_path, monkeypatch, writing.STATEMENTS)

    assert Order.objects.get(external_id="A3").customer_id == survivor.pk
    assert ContactPoint.objects.get().customer_id == survivor.pk
    assert DirtyCustomer.objects.filter(pk=survivor.pk).exists()
    assert Customer.objects.get(pk=loser.pk).status == "merged"


def test_the_check_above_finds_an_import_that_does_not_wait(tmp_path: Path, monkeypatch: Any) -> None:
    careless = [statement for statement in writing.STATEMENTS if statement not in {HOLD, FOLLOW}]

    _survivor, loser = import_while_merging(tmp_path, monkeypatch, careless)

    assert ContactPoint.objects.get().customer_id == loser.pk
