"""Saying whose rows in the fact store are out of date."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from tuanke.platform.jobs.services import queue

LOCK = "facts"  # whoever rewrites the store does so alone
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


def mark_everybody_dirty() -> None:
    """When what changed reaches every customer, such as the cost of goods: the shop's reports follow, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO facts_dirtycustomer (customer_id)"
            f" SELECT customer_id FROM facts_customerscore ORDER BY 1 {UPSERT}"
        )
    request_scoring_of_everybody()


def request_refresh() -> None:
    """One waiting refresh is enough for any number of changes."""
    queue.enqueue("facts.refresh", once=True, lock=LOCK)


def request_scoring_of_everybody() -> None:
    queue.enqueue("facts.score_everybody", once=True, lock=LOCK)
