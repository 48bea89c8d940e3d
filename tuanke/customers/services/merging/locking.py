"""What a merge and its undo hold until their commit."""

from collections.abc import Sequence

from django.db import connection

from tuanke.customers.models import Customer

ONE_AT_A_TIME = 7_005  # advisory lock


def lock(ids: Sequence[int]) -> dict[int, Customer]:
    """These customers, in the order of their ids. Merges wait for each other first.

    Row locks alone would not do: a merge also changes who was merged before, and who that is may have changed
    while it waited.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    rows = Customer.objects.filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


class first_touches_move:  # noqa: N801
    """A first touch stays as it is, but its customer may change."""

    def __enter__(self) -> None:
        self._set("on")

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure is None:  # else the transaction is over, and the setting with it
            self._set("off")

    @staticmethod
    def _set(value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL tuanke.override_first_touch = '{value}'")
