"""A command and the worker share one queue; whoever does the job, the command ends after it."""

import pytest

from tuanke.config import working


class Run:
    """Somebody else ends it: at the third look it is over."""

    looks = 0

    def refresh_from_db(self) -> None:
        self.looks += 1

    @property
    def is_finished(self) -> bool:
        return self.looks >= 3


@pytest.fixture
def own_work(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the command did itself: nothing is left for it."""
    done: list[bool] = []
    monkeypatch.setattr(working, "work", lambda *, wait: done.append(wait))
    monkeypatch.setattr(working, "WAIT_SECONDS", 0)
    return done


@pytest.mark.parametrize(
    ("alive", "own"), [([False, True, True], 1), ([True] * 3, 0), ([True, False, True], 1)]
)
def test_a_job_that_the_worker_took_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, own_work: list[bool], alive: list[bool], own: int
) -> None:
    """A worker that starts meanwhile, one that is there, one that is away for a moment."""
    answers = iter(alive)
    monkeypatch.setattr("tuanke.platform.jobs.selectors.runs.worker_is_alive", lambda: next(answers, True))
    run = Run()

    working.work_until_done(run)

    assert run.is_finished
    assert own_work == [False] * own


def test_without_a_run_to_wait_for_it_ends_with_the_queue(
    monkeypatch: pytest.MonkeyPatch, own_work: list[bool]
) -> None:
    monkeypatch.setattr("tuanke.platform.jobs.selectors.runs.worker_is_alive", lambda: False)

    working.work_until_done()

    assert own_work == [False]
