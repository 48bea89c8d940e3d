"""Stops an import at a known point, so that something can be killed exactly there."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.commands.shop import Shop, wait_until

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"


@contextmanager
def holding(shop: Shop, table: str) -> Iterator[None]:
    """Nobody else writes to `table` meanwhile; reading goes on."""
    connection = shop.connect()
    try:
        connection.execute("BEGIN")
        connection.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield
    finally:
        connection.close()


def wait_for_a_writer(shop: Shop, table: str) -> None:
    wait_until(lambda: shop.fetch(WAITING, table) != (0,), 30, shop.explain)
