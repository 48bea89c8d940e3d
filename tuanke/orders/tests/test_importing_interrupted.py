"""An import that dies anywhere and is started again ends where one that never died ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tuanke.orders.services.importing import shape
from tuanke.orders.services.importing.importer import OrderImporter
from tuanke.orders.tests.books import books, taken_back
from tuanke.orders.tests.factories import bring_in, order, receive
from tuanke.platform.imports.services import importers, running

pytestmark = pytest.mark.django_db

ROWS = [
    order(
        f"A{n}",
        f"c{n % 7}",
        f"2026-05-{n % 28 + 1:02d} 10:00",
        f"{n}.50",
        product=f"P{n % 5}",
        phone=f"138001380{n % 7:02d}",
    )
    for n in range(1, 40)
]
ROWS.append(order("X", "", "2026-05-01", "1"))
CHANGED = [{**row, "amount": "1.00"} if row["order_id"] in {"A3", "A30"} else row for row in ROWS]


class KilledError(Exception):
    pass


class Mortal(OrderImporter):
    """Dies at the nth moment somebody asks it for something: before the work, or after it."""

    def __init__(self, dies_at: int) -> None:
        self.moments = 0
        self.dies_at = dies_at

    def _moment(self) -> None:
        self.moments += 1
        if self.moments == self.dies_at:
            raise KilledError

    def _mortally(self, work: Callable[[], Any]) -> Any:
        self._moment()
        result = work()
        self._moment()
        return result

    def stage(self, batch: Any, source: Path, rejects: Path) -> Any:
        return self._mortally(lambda: super(Mortal, self).stage(batch, source, rejects))

    def apply(self, batch: Any, step: int) -> Any:
        return self._mortally(lambda: super(Mortal, self).apply(batch, step))

    def finish(self, batch: Any) -> None:
        self._mortally(lambda: super(Mortal, self).finish(batch))


class Forgetful(Mortal):
    """The control: an importer whose step is kept although its count was lost with the kill."""

    def apply(self, batch: Any, step: int) -> Any:
        counts = OrderImporter.apply(self, batch, step)
        self._moment()
        return type(counts)(created=0, updated=0, unchanged=0) if self.moments > self.dies_at else counts


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several steps of orders although the file is small."""
    smaller = shape.NUMBERED.replace(f"// {shape.STEP_LINES}", "// 10")
    assert smaller != shape.NUMBERED
    monkeypatch.setattr(shape, "NUMBERED", smaller)


@contextmanager
def imported_by(importer: OrderImporter) -> Iterator[None]:
    usual = importers._importers
    importers.connect({"orders": lambda: importer})
    try:
        yield
    finally:
        importers.connect(usual)


def outcome(batch: Any) -> dict[str, Any]:
    batch.refresh_from_db()
    counted = {
        name: getattr(batch, name)
        for name in ("state", "rows", "created", "updated", "unchanged", "rejected")
    }
    return {**books(), "counted": [tuple(counted.values())]}


def run(batch: Any) -> None:
    running.run(batch.pk, lambda _done, _total: None)


def undisturbed(folder: Path) -> tuple[dict[str, Any], int]:
    """The outcome of an import in peace, and at how many moments it might have died."""
    importer = Mortal(dies_at=0)
    with imported_by(importer):
        bring_in(folder, ROWS)
        importer.moments = 0
        batch = receive(folder, CHANGED, name="changed.csv")
        run(batch)
    return outcome(batch), importer.moments


def killed_and_started_again(folder: Path, importer: Mortal, dies_at: int) -> dict[str, Any]:
    bring_in(folder, ROWS)
    importer.dies_at = dies_at
    batch = receive(folder, CHANGED, name="changed.csv")
    with imported_by(importer):
        with pytest.raises(KilledError):
            run(batch)
        run(batch)
    return outcome(batch)


# stage, one step of people, four of orders, finish: each may die before its work and after it
@pytest.mark.parametrize("moment", range(1, 15))
def test_killed_at_any_moment_and_started_again_it_ends_the_same(tmp_path: Path, moment: int) -> None:
    (tmp_path / "a").mkdir()
    with taken_back():
        expected, moments = undisturbed(tmp_path / "a")
    assert moments == 14

    assert killed_and_started_again(tmp_path, Mortal(0), moment) == expected


def test_the_check_above_finds_an_importer_that_forgets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with taken_back():
        expected, _moments = undisturbed(tmp_path / "a")

    with pytest.raises((AssertionError, DatabaseError)):
        _must_equal(expected, tmp_path)


@transaction.atomic
def _must_equal(expected: dict[str, Any], folder: Path) -> None:
    assert killed_and_started_again(folder, Forgetful(0), 3) == expected


def test_a_batch_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    batch = bring_in(tmp_path, ROWS)
    before = outcome(batch)

    run(batch)

    assert outcome(batch) == before


def test_stopped_between_two_steps_it_goes_on_from_there(tmp_path: Path) -> None:
    batch = receive(tmp_path, ROWS)

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KilledError

    with pytest.raises(KilledError):
        running.run(batch.pk, stop)
    running.mark_cancelled(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.step) == ("cancelled", 3)

    run(batch)

    batch.refresh_from_db()
    assert (batch.state, batch.created, batch.rejected) == ("done", 39, 1)
