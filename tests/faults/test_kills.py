"""kill -9 in the middle of an import: everything comes back by itself, and the end is as if nothing had been."""

import re

import pytest

from tests.commands import processes
from tests.commands.shop import Shop, wait_until
from tests.faults.conftest import Stage
from tests.faults.holding import holding, wait_for_a_writer
from tests.faults.outcome import Outcome, outcome

ROLES = {
    "web": re.compile(r"gunicorn: "),
    "worker": re.compile(r"tuanke: worker"),
    "postgres": re.compile(r"bin/postgres -D"),
}
LATEST = "SELECT id, customer_id FROM orders_order WHERE source = 'undisturbed' ORDER BY id DESC LIMIT 1"
MOMENTS = {
    "writing": "orders_order",
    "scoring": "facts_customerscore",
    "classifying": "classes_customerclass",
}


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM orders_order WHERE id = {order}",
        "UPDATE orders_orderline SET revenue_fen = revenue_fen + 1 WHERE order_id = {order}",
        "DELETE FROM classes_customerclass WHERE customer_id = {customer}",
        "UPDATE facts_customerscore SET orders = orders - 1 WHERE customer_id = {customer}",
    ],
)
def test_the_comparison_would_notice(stage: Stage, undisturbed: Outcome, loss: str) -> None:
    """A positive control: anything missing or changed makes the outcome another one."""
    with stage.shop.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("SET CONSTRAINTS ALL DEFERRED")
        order, customer = connection.execute(LATEST).fetchone() or (0, 0)
        assert connection.execute(loss.format(order=order, customer=customer)).rowcount > 0

        assert outcome(connection, "undisturbed") != undisturbed


@pytest.mark.parametrize(
    ("victim", "moment"),
    [
        ("web", "writing"),
        ("worker", "writing"),
        ("worker", "scoring"),
        ("worker", "classifying"),
        ("postgres", "writing"),
    ],
)
def test_what_is_killed_comes_back_and_the_import_ends_as_if_nothing_had_been(
    stage: Stage, undisturbed: Outcome, victim: str, moment: str
) -> None:
    source = f"{victim}-{moment}"

    with holding(stage.shop, MOMENTS[moment]):
        stage.import_as(source)
        wait_for_a_writer(stage.shop, MOMENTS[moment])
        pid = process_of(stage.shop, victim)
        processes.kill(pid)

    wait_until(lambda: is_back(stage.shop, victim, without=pid), 30, stage.shop.explain)
    stage.shop.wait_until_quiet()
    assert stage.outcome(source) == undisturbed


def test_after_the_supervisor_is_killed_the_next_start_finishes_the_import(
    stage: Stage, undisturbed: Outcome
) -> None:
    with holding(stage.shop, "orders_order"):
        stage.import_as("supervisor")
        wait_for_a_writer(stage.shop, "orders_order")
        processes.kill(stage.shop.pid)
        wait_until(lambda: stage.shop.has_ended, 10)

    stage.shop.up()

    stage.shop.wait_until_quiet()
    assert stage.outcome("supervisor") == undisturbed
    assert {role: len(mains(stage.shop, role)) for role in ROLES} == dict.fromkeys(ROLES, 1)
    assert stage.shop.stop()[0] == 0
    assert stage.shop.family() == {}


def mains(shop: Shop, role: str) -> list[int]:
    """The processes of this role, without those they started themselves."""
    family = {pid: command for pid, command in shop.family().items() if ROLES[role].search(command)}
    return [pid for pid in family if processes.parent_of(pid) not in family]


def process_of(shop: Shop, role: str) -> int:
    (pid,) = mains(shop, role)
    return pid


def is_back(shop: Shop, role: str, *, without: int) -> bool:
    """There is one again, looked after by the supervisor, and the deployment is ready."""
    found = mains(shop, role)
    return (
        len(found) == 1
        and found != [without]
        and processes.parent_of(found[0]) == shop.pid
        and shop.status("/readyz") == 200
    )
