"""Two rows of two customers that say the same, made into one (domain A6).

Rows are as JSON: times and days as ISO text, which sorts as they do. `kept` is the row that stays; the answer has
the columns it gets.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def contact_points(kept: Row, others: Sequence[Row]) -> dict[str, Any]:
    """It identifies, is primary and in use if any of them did; the latest look at it counts."""
    rows = [kept, *others]
    ended = _every(row["valid_to"] for row in rows)
    identifies = ended is None and any(row["is_identity"] for row in rows)
    return {
        "label": _first(row["label"] for row in rows),
        "is_identity": identifies,
        "doubt": "" if identifies else _first(row["doubt"] for row in rows),
        "is_primary": ended is None and any(row["is_primary"] for row in rows),
        "verified_at": _most(max, (row["verified_at"] for row in rows)),
        "invalid_at": _every(row["invalid_at"] for row in rows),
        "valid_to": ended,
    }


def affiliations(kept: Row, others: Sequence[Row]) -> dict[str, Any]:
    """Roles are united; somebody is there as long as one of the rows says so."""
    rows = [kept, *others]
    return {
        "roles": list(dict.fromkeys(role for row in rows for role in row["roles"])),
        "department": _first(row["department"] for row in rows),
        "title": _first(row["title"] for row in rows),
        "influence": next((row["influence"] for row in rows if row["influence"] is not None), None),
        "stance": _first(row["stance"] for row in rows),
        "is_primary": any(row["is_primary"] for row in rows),
        "started_on": _most(min, (row["started_on"] for row in rows)),
        "ended_on": _every(row["ended_on"] for row in rows),
    }


def balances(kept: Row, others: Sequence[Row]) -> dict[str, Any]:
    """What two cards of one programme held, added up."""
    rows = [kept, *others]
    return {
        "amount": sum(row["amount"] for row in rows),
        "stated_at": max(row["stated_at"] for row in rows),
    }


def _first(values: Iterable[str]) -> str:
    """The first that is not empty."""
    return next((value for value in values if value), "")


def _most(choose: Callable[..., str], values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value is not None]
    return choose(known) if known else None


def _every(values: Iterable[str | None]) -> str | None:
    """The latest, if all of them have one."""
    found = list(values)
    return None if None in found else max(value for value in found if value is not None)
