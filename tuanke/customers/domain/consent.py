"""When a record about consent may be written (domain A7). Silence is refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

GRANTED, DENIED, WITHDRAWN = "granted", "denied", "withdrawn"
UNKNOWN = "unknown"  # nothing recorded; for whoever wants to send, the same as no
EXPIRED = "expired"
CLOCK_SKEW_SECONDS = 60
FOR_EVER = datetime.max.replace(tzinfo=UTC)


class ConsentError(ValueError):
    """`field` and `code`: unknown, consent_evidence_missing, in_the_future, expires_before."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


class ConsentRegression(ValueError):  # noqa: N818  named so in domain A7
    """What was withdrawn would be granted again without newer evidence."""


@dataclass(frozen=True)
class Statement:
    """What was said, and when."""

    status: str
    occurred_at: datetime
    evidence: str
    source: str


def check_statement(
    said: Statement, *, expires_at: datetime | None, choices: Mapping[str, tuple[str, set[str]]], at: datetime
) -> None:
    """`choices` is field → (value, allowed values). Raises ConsentError."""
    for field, (value, allowed) in choices.items():
        if value not in allowed:
            raise ConsentError(field, "unknown")
    if not said.source or not said.evidence.strip():
        raise ConsentError("evidence", "consent_evidence_missing")
    if (said.occurred_at - at).total_seconds() > CLOCK_SKEW_SECONDS:
        raise ConsentError("occurred_at", "in_the_future")
    if expires_at is not None and expires_at <= said.occurred_at:
        raise ConsentError("expires_at", "expires_before")


def check_order(said: Statement, latest: Statement | None) -> None:
    """Raises ConsentRegression: a grant needs to be newer than the refusal, with evidence of its own."""
    if said.status != GRANTED or latest is None or latest.status == GRANTED:
        return
    if said.occurred_at <= latest.occurred_at or said.evidence.strip() == latest.evidence.strip():
        raise ConsentRegression


def state_of(status: str, expires_at: datetime | None, *, at: datetime) -> str:
    """The state the latest record gives: a grant ends with its time, a refusal does not."""
    return EXPIRED if status == GRANTED and expires_at is not None and expires_at <= at else status


class Said(Protocol):
    """What one customer said last; `merged_at` is when they went into another one, None for that other one."""

    status: str
    occurred_at: datetime
    expires_at: datetime | None
    recorded_at: datetime
    merged_at: datetime | None


Record = TypeVar("Record", bound=Said)


def strictest(said: Sequence[Record]) -> Record:
    """Which record holds for customers who are one: a refusal of any of them, then the grant that lasts longest.

    What was recorded since they are one is the word of all of them. `said` has the latest of each, at least one.
    """
    own = next((record for record in said if record.merged_at is None), None)
    counting = [record for record in said if own is None or not _is_outdated(record, own)]
    refused = [record for record in counting if record.status != GRANTED]
    if refused:
        return max(refused, key=lambda record: record.occurred_at)
    return max(counting, key=lambda record: (record.expires_at or FOR_EVER, record.occurred_at))


def _is_outdated(record: Said, own: Said) -> bool:
    return record.merged_at is not None and own.recorded_at > record.merged_at
