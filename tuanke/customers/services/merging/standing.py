"""Who stands for a customer while others may be merging them: for bulk steps."""

from collections.abc import Iterable

from django.db import connection

# A merge waits for whoever holds its customers, and who comes later waits for the merge; then the merged follow.
HOLD = """
SELECT FROM customers_customer WHERE id IN (SELECT customer_id FROM {staged} WHERE step = %(step)s)
ORDER BY id FOR KEY SHARE
"""
FOLLOW = """
UPDATE {staged} s SET customer_id = c.merged_into_id
FROM customers_customer c
WHERE s.step = %(step)s AND c.id = s.customer_id AND c.merged_into_id IS NOT NULL
"""


def standing_for(select: str) -> str:
    """SQL for the customers who stand today for each customer_id that `select` yields."""
    return (
        "SELECT coalesce(c.merged_into_id, c.id) AS customer_id"
        f" FROM ({select}) recorded JOIN customers_customer c ON c.id = recorded.customer_id"
    )


def hold_standing(customer_ids: Iterable[int]) -> dict[int, int]:
    """Each of these customers with who stands for them, until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, coalesce(merged_into_id, id) FROM customers_customer WHERE id = ANY(%s)"
            " ORDER BY id FOR KEY SHARE",
            [sorted(set(customer_ids))],
        )
        return dict(cursor.fetchall())
