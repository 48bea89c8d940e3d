"""Saying whose rows in the fact store are out of date."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from tuanke.platform.jobs.services import queue

UPSERT = "ON CONFLICT (customer_id) DO UPDATE SET mark = facts_dirtycustomer.mark + 1"


def mark_dirty(customer_ids: Iterable[int]) -> None:
    """In the transaction that changed the customers' rows; the refresh follows by itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO facts_dirtycustomer (customer_id) SELECT unnest(%s::bigint[]) ORDER BY 1 {UPSERT}",
            [sorted(set(customer_ids))],
        )
    request_refresh()


def mark_dirty_each(select: str, parameters: Mapping[str, Any]) -> None:
    """The same for every customer_id `select` yields; the caller asks for the refresh when it is done."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO facts_dirtycustomer (customer_id)"
            f" SELECT DISTINCT customer_id FROM ({select}) changed ORDER BY 1 {UPSERT}",
            parameters,
        )


def request_refresh() -> None:
    """One waiting refresh is enough for any number of changes."""
    queue.enqueue("facts.refresh", once=True, lock="facts")
