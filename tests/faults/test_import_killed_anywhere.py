"""kill -9 at random points of an import, again and again: it ends as if nothing had been. With controls."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.commands.shop import Shop, shop_with_tables
from tests.commands.static import ROOT
from tuanke.config.postgres import EmbeddedPostgres

KILLS = 1_000
SEED = 20_260_104
ENOUGH = 400  # kills within which a control must have broken something

Kill = Callable[[int, str], dict[str, Any]]


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = shop_with_tables()
    server = EmbeddedPostgres(shop.data, durable=False)  # what is killed here is never the server
    server.start()
    yield shop
    server.stop()
    shop.close()


@pytest.fixture
def kill(shop: Shop) -> Kill:
    """Imports in a process of their own, which forks; gives its report."""
    environment = shop.environment(
        TUANKE_TESTING="1",
        DJANGO_SETTINGS_MODULE="tuanke.config.settings",
        OPENBLAS_NUM_THREADS="1",  # it would start its threads on import, before the fork
    )
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), environment["PYTHONPATH"]])

    def run(kills: int, guard: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.faults.killing", str(kills), str(SEED), guard]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        report: dict[str, Any] = json.loads(done.stdout)
        print(report)
        return report

    return run


def test_killed_a_thousand_times_every_import_ends_like_one_left_in_peace(kill: Kill) -> None:
    report = kill(KILLS, "as-it-is")

    assert (report["kills"], report["stuck"]) == (KILLS, 0)
    assert set(report["places"]) >= {"reading", "writing", "written", "finishing"}, report["places"]
    assert report["different"] == []
    assert set(report["flaws"].values()) == {0}, report["flaws"]
    assert report["left_behind"] == []


@pytest.mark.parametrize("guard", ["mark-first", "count-later"])
def test_without_the_guard_the_same_kills_lose_or_double_something(kill: Kill, guard: str) -> None:
    """A positive control: the cursor is moved in another transaction than the step."""
    report = kill(ENOUGH, guard)

    assert report["different"], "the comparison above would notice"
