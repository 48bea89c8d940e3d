"""Interactions on their way in: any number of them in the same few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tuanke.customers.domain.references import Reference
from tuanke.customers.selectors.resolving import resolve
from tuanke.customers.services.merging.standing import hold_standing
from tuanke.customers.services.origins import Reported, record_origins
from tuanke.engagement.domain.interactions import Observed, Outcome
from tuanke.engagement.services import visitors
from tuanke.facts.services.dirty import mark_dirty

NAMES = (
    "event_id",
    "type",
    "customer_id",
    "visitor_id",
    "channel",
    "product_source",
    "product",
    "category",
    "campaign",
    "keyword",
    "referrer",
    "origin",
    "evidence",
    "occurred_at",
)
TYPES = {"customer_id": "bigint", "visitor_id": "bigint", "occurred_at": "timestamptz"}
ARRAYS = ", ".join(f"%({name})s::{TYPES.get(name, 'text')}[]" for name in NAMES)
# In the order of their ids, so that two who bring the same wait for each other and never in a circle.
INSERT = f"""
INSERT INTO engagement_interaction (source, {", ".join(NAMES)})
SELECT %(source)s, given.* FROM unnest({ARRAYS}) AS given ({", ".join(NAMES)}) ORDER BY event_id
ON CONFLICT (source, event_id) DO NOTHING
RETURNING event_id
"""


@transaction.atomic
def record(*, source: str, observed: Sequence[Observed], at: datetime) -> list[Outcome]:
    """Append what is new, with what follows from it; gives the outcome of each, in their order.

    One that its source has told before, here or in an earlier call, is a duplicate and changes nothing. Who
    is nobody's customer yet is kept as a visitor; only a uid that is not ours is refused.
    """
    known = _standing(observed)
    attached = visitors.attach_known(known, at=at)
    mine = [one for one in observed if one.who in known or one.who.kind != "uid"]
    strangers = visitors.keep({one.who for one in mine if one.who not in known})
    first = {one.event_id: one for one in reversed(mine)}
    new = _insert(source, list(first.values()), known, strangers)
    fresh = [one for name, one in first.items() if name in new]
    record_origins([_reported(one, known[one.who]) for one in fresh if one.who in known and one.origin])
    touched = {whose for one in fresh if (whose := known.get(one.who) or strangers[one.who][1])} | attached
    if touched:
        mark_dirty(touched)
    return _outcomes(observed, {id(one) for one in mine}, {id(one) for one in fresh})


def _standing(observed: Sequence[Observed]) -> dict[Reference, int]:
    """Held until the commit: a merge that comes now waits, and marks its customers itself."""
    found = resolve({one.who for one in observed})
    standing = hold_standing(found.values())
    return {who: standing[number] for who, number in found.items()}


def _insert(
    source: str,
    rows: Sequence[Observed],
    known: Mapping[Reference, int],
    strangers: Mapping[Reference, tuple[int, int | None]],
) -> set[str]:
    lines = [
        (one.event_id, one.type, known.get(one.who), strangers.get(one.who, (None,))[0], *_told(one))
        for one in rows
    ]
    columns = zip(*lines, strict=True) if lines else [()] * len(NAMES)
    values: dict[str, Any] = {name: list(column) for name, column in zip(NAMES, columns, strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"source": source, **values})
        return {name for (name,) in cursor.fetchall()}


def _told(one: Observed) -> tuple[Any, ...]:
    origin = (one.origin.channel, one.origin.evidence) if one.origin else ("", "")
    return (*astuple(one.about), *origin, one.occurred_at)


def _reported(one: Observed, customer_id: int) -> Reported:
    assert one.origin is not None  # noqa: S101  asked by the caller
    about = one.about
    return Reported(
        customer_id=customer_id,
        channel=one.origin.channel,
        campaign=about.campaign,
        keyword=about.keyword,
        referrer=about.referrer,
        evidence=one.origin.evidence,
        at=one.occurred_at,
    )


def _outcomes(observed: Sequence[Observed], mine: set[int], fresh: set[int]) -> list[Outcome]:
    return [
        Outcome.ACCEPTED
        if id(one) in fresh
        else Outcome.DUPLICATE
        if id(one) in mine
        else Outcome.UNKNOWN_CUSTOMER
        for one in observed
    ]
