"""Answers over all customers stand for forty times as long as they took."""

import threading
import time
from pathlib import Path

import pytest

from tuanke.platform.accounts.domain.permissions import Permission, Role, Viewer
from tuanke.platform.accounts.selectors.kept import RECOUNTING, STANDS, kept

OWNER, SALES, OTHER_SALES = Viewer(1, None, Role.OWNER), Viewer(2, 1, Role.SALES), Viewer(3, 1, Role.SALES)
TOOK = 2.0


class Clock:
    now = 100.0


class Question:
    """Takes two seconds to answer, and tells how often it was asked."""

    asked = 0

    def __call__(self) -> int:
        self.asked += 1
        Clock.now += TOOK
        return self.asked


@pytest.fixture(autouse=True)
def _in_files(settings: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path}
    settings.CACHES = {**settings.CACHES, "counts": files}  # type: ignore[attr-defined]
    monkeypatch.setattr(time, "monotonic", lambda: Clock.now)


def counted_anew() -> None:
    RECOUNTING.submit(lambda: None).result(10)


def test_it_is_counted_once_while_it_stands_and_anew_beside_afterwards() -> None:
    question = Question()
    assert [kept("q", OWNER, question) for _ in range(3)] == [1, 1, 1]
    Clock.now += TOOK * STANDS
    assert kept("q", OWNER, question) == 1, "who finds it old does not wait"
    counted_anew()
    assert kept("q", OWNER, question) == 2


def test_nobody_is_answered_from_what_others_may_see() -> None:
    question = Question()
    assert [kept("q", viewer, question) for viewer in (OWNER, SALES, OTHER_SALES)] == [1, 2, 3]
    assert kept("q", Viewer(9, None, Role.MANAGER), question) == 1, "everybody's, as the owner sees it"


def test_each_permission_reaches_whom_it_reaches() -> None:
    """Service sees all customers, and cares for those of the team."""
    question, service = Question(), Viewer(4, 7, Role.SERVICE)
    assert kept("q", OWNER, question) == kept("q", service, question) == 1
    assert kept("q", service, question, Permission.CARE_VIEW) == 2


def test_who_is_in_no_team_has_answers_of_their_own() -> None:
    question = Question()
    teamless = [Viewer(number, None, Role.SERVICE) for number in (5, 6)]
    assert [kept("q", viewer, question, Permission.CARE_VIEW) for viewer in teamless] == [1, 2]


def test_who_asks_while_it_is_counted_anew_gets_what_stood_and_counts_nothing() -> None:
    question, may_go_on = Question(), threading.Event()
    kept("q", OWNER, question)
    Clock.now += TOOK * STANDS
    kept("q", OWNER, lambda: may_go_on.wait(10) and question())
    assert [kept("q", OWNER, question) for _ in range(3)] == [1, 1, 1]
    may_go_on.set()
    counted_anew()
    assert kept("q", OWNER, question) == 2


def test_what_cannot_be_counted_anew_leaves_what_stood(caplog: pytest.LogCaptureFixture) -> None:
    kept("q", OWNER, Question())
    Clock.now += TOOK * STANDS
    kept("q", OWNER, lambda: 1 // 0)
    counted_anew()
    assert kept("q", OWNER, Question()) == 1
    assert "could not be counted anew" in caplog.text
