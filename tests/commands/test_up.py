import re
import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.commands.shop import STOP_SECONDS, Shop, wait_until
from tests.commands.visitor import Visitor
from tuanke.config import web_server

IGNORING_SIGINT = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


def test_the_first_start_says_where_it_is_and_welcomes_the_owner(new_shop: Callable[[], Shop]) -> None:
    shop = new_shop().up()

    link = shop.welcome_link()

    assert re.search(rf"^Tuanke 团客 is ready: {shop.url}$", shop.printed, re.MULTILINE)
    assert [shop.status(path) for path in ("/readyz", "/healthz", link)] == [200, 200, 200]
    assert_ends(shop, signal.SIGTERM)


def test_with_a_public_address_it_is_ready_and_still_watched_from_this_machine(shop: Shop) -> None:
    shop.up(TUANKE_BASE_URL="https://crm.example.com", TUANKE_TRUSTED_PROXY="127.0.0.1")

    assert "is ready: https://crm.example.com" in shop.printed
    assert [shop.status(path) for path in ("/healthz", "/metrics")] == [200, 200]
    assert_ends(shop, signal.SIGTERM)


def test_the_second_start_finds_its_data(shop: Shop) -> None:
    shop.up().owner()
    assert_ends(shop, signal.SIGINT)

    shop.up()

    visitor = Visitor(shop.url)
    page = visitor.post("/accounts/login/", {"login": "boss", "password": "quiet-harbour-42"})
    assert (page.path, page.status) == ("/first-steps/", 200)
    assert "welcome" not in shop.printed
    assert_ends(shop, signal.SIGTERM)


def test_ctrl_c_works_though_it_was_started_ignoring_it(shop: Shop) -> None:
    shop = Shop(shop.data, before=IGNORING_SIGINT).up()

    assert_ends(shop, signal.SIGINT)


@pytest.mark.parametrize("moment", ["initdb", "bin/postgres", "tuanke: worker"])
def test_a_stop_in_the_middle_of_the_first_start_leaves_nothing(
    new_shop: Callable[[], Shop], moment: str
) -> None:
    shop = new_shop()
    shop.begin()
    wait_until(lambda: is_there(shop, moment), 60, shop.explain)

    assert_ends(shop, signal.SIGTERM)


def test_a_second_one_on_the_same_data_is_refused(shop: Shop) -> None:
    shop.up()

    second = Shop(shop.data).run("up")

    assert second.returncode != 0
    assert second.stderr.splitlines() == [f"tuanke: Tuanke is already running on {shop.data}."]
    assert shop.status("/readyz") == 200


def is_there(shop: Shop, name: str) -> bool:
    return any(name in command for command in shop.family().values())


def assert_ends(shop: Shop, number: int) -> None:
    code, seconds = shop.stop(number)
    assert code == 0, shop.explain()
    assert seconds < STOP_SECONDS
    assert shop.family() == {}
    assert not Path(shop.data / "postgres" / "postmaster.pid").exists()
    assert "Traceback" not in shop.complaints


def test_connections_that_say_nothing_keep_nobody_waiting(owner: Visitor, open_shop: Shop) -> None:
    """Browsers open them for what they may ask next; there are fewer places than they take."""
    with ExitStack() as stack:
        for _connection in range(4 * web_server.WORKERS * web_server.THREADS):
            stack.enter_context(socket.create_connection(("localhost", open_shop.port)))
        started = time.monotonic()
        owner.get("/today/")
        assert time.monotonic() - started < web_server.SAYS_SOMETHING_WITHIN / 2
