"""A key acts once, however many ask with it at once."""

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tuanke.api.rest.domain.problems import ProblemError
from tuanke.api.rest.models import KeptAnswer
from tuanke.api.rest.services import answering, limiting
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.domain.tokens import TokenScope
from tuanke.platform.accounts.services.tokens import create_token
from tuanke.platform.accounts.tests.factories import make_staff

AT = datetime(2026, 6, 30, 4, 0, 12, tzinfo=UTC)
ASKING = 12


@pytest.fixture
def token_id(db: None) -> int:
    owner = make_staff("chen", role=Role.OWNER)
    return create_token(name="t", scopes=[TokenScope.EVENTS_WRITE], by=owner.pk, at=AT)[0].pk


def answer(token_id: int, key: str = "k", body: bytes = b"{}", work: object = None) -> str:
    done = work if callable(work) else lambda: "done"
    return answering.answer_once(token_id=token_id, route="r", key=key, body=body, at=AT, work=done)


class Crowd:
    """Many who ask with one key at the same moment; what they were told, and how often the work was done."""

    def __init__(self, token_id: int) -> None:
        self.token_id, self.worked, self.told = token_id, 0, Counter[str]()
        self._together, self._lock = threading.Barrier(ASKING), threading.Lock()

    def ask(self) -> "Crowd":
        threads = [threading.Thread(target=self._one) for _ in range(ASKING)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self

    def _one(self) -> None:
        self._together.wait()
        try:
            told = answer(self.token_id, work=self._work)
        except ProblemError as error:
            told = error.problem.code
        except Exception as error:  # noqa: BLE001  the control lets the constraint speak
            told = type(error).__name__
        finally:
            connection.close()
        with self._lock:
            self.told[told] += 1

    def _work(self) -> str:
        with self._lock:
            self.worked += 1
            mine = f"done {self.worked}"
        time.sleep(0.05)
        return mine


@pytest.mark.django_db(transaction=True)
def test_asked_many_times_at_once_it_is_done_once(token_id: int) -> None:
    crowd = Crowd(token_id).ask()

    assert crowd.worked == 1
    assert crowd.told.keys() <= {"done 1", "in_flight"}
    assert crowd.told["in_flight"] > 0
    assert answer(token_id) == "done 1"


@pytest.mark.django_db(transaction=True)
def test_without_the_hold_it_would_be_done_many_times(token_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: the crowd above does find a hole where there is one."""
    monkeypatch.setattr(answering, "take", lambda _name: True)

    crowd = Crowd(token_id).ask()

    assert crowd.worked > 1


def test_another_body_under_the_same_key_is_refused(token_id: int) -> None:
    answer(token_id)

    with pytest.raises(ProblemError) as refusal:
        answer(token_id, body=b"[]")
    assert refusal.value.problem.status == 422


def test_what_failed_may_be_tried_again_with_the_same_key(token_id: int) -> None:
    def fail() -> str:
        raise ProblemError(409, "busy")

    with pytest.raises(ProblemError):
        answer(token_id, work=fail)

    assert answer(token_id) == "done"


def test_a_key_is_a_tokens_own(token_id: int) -> None:
    other = make_staff("lin", role=Role.OWNER)
    other_id = create_token(name="o", scopes=[TokenScope.EVENTS_WRITE], by=other.pk, at=AT)[0].pk

    assert answer(token_id, work=lambda: "one") == "one"
    assert answer(other_id, work=lambda: "two") == "two"


def test_a_key_is_remembered_for_a_week(token_id: int) -> None:
    answer(token_id)

    answering.forget_old(at=AT + timedelta(days=7))
    assert KeptAnswer.objects.count() == 1
    answering.forget_old(at=AT + timedelta(days=7, seconds=1))
    assert KeptAnswer.objects.count() == 0


def test_a_token_has_its_share_of_every_minute(token_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "REQUESTS_PER_MINUTE", 3)
    waits = [limiting.seconds_to_wait(token_id=token_id, at=AT) for _ in range(5)]

    assert waits == [0, 0, 0, 48, 48]
    assert limiting.seconds_to_wait(token_id=token_id, at=AT + timedelta(seconds=48)) == 0


@pytest.mark.django_db(transaction=True)
def test_a_token_counted_from_many_sides_is_counted_rightly(
    token_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiting, "REQUESTS_PER_MINUTE", 25)
    waits: list[int] = []

    def ask() -> None:
        waits.extend(limiting.seconds_to_wait(token_id=token_id, at=AT) for _ in range(10))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(waits) == [0] * 25 + [48] * 15
