"""Who is leaving, whom to call, and what to say, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tuanke.analyze.selectors.people import People
from tuanke.care.domain.reasons import BY_SCORES
from tuanke.care.selectors.reason_words import reason_words, why
from tuanke.ui import formats

LEAVING = ("cooling", "just_lost")


def leaving(people: People) -> dict[str, Any]:
    """The reasons in their order, and the two of them that mean that somebody valuable goes."""
    found = people.by_reason
    gone = [found[code] for code in LEAVING if code in found]
    return {
        "customers": sum(row["customers"] for row in gone),
        "stake_fen": sum(row["stake_fen"] for row in gone),
        "rows": [
            {"words": reason_words(reason.code), **found[reason.code]}
            for reason in BY_SCORES
            if reason.code in found
        ],
    }


def calls(people: People, as_of: date, chances: Mapping[int, float]) -> list[dict[str, Any]]:
    """`chances`: customer number → chance of an order within 13 weeks, as far as it is told."""
    return [
        _call(row, people.usual.get(row["customer_id"], ()), as_of)
        | {"chance": chances.get(row["customer_id"])}
        for row in people.first
    ]


def _call(row: Mapping[str, Any], usual: tuple[str, ...], as_of: date) -> dict[str, Any]:
    return {
        "name": row["name"] or row["key"],
        "key": row["key"] if row["name"] else "",
        "words": reason_words(row["reason"]),
        "why": why(
            row["reason"],
            gap_days=row["expected_gap_days"],
            recency_days=row["recency_days"],
            orders=row["orders"],
        ),
        "last": formats.day(row["last_on"], today=as_of),
        "usual": usual,
        "stake_fen": row["stake_fen"],
        "say": _say(row, usual, as_of),
    }


def _say(row: Mapping[str, Any], usual: tuple[str, ...], as_of: date) -> str:
    """A first sentence for the telephone; goods are named where the file names them."""
    facts = {
        "goods": usual[0] if usual else _("your last order"),
        "wish": usual[0] if usual else _("what you usually take"),
        "day": formats.day(row["last_on"], today=as_of),
    }
    return {
        "cooling": _("“We have not heard from you since %(day)s. Was everything fine with %(goods)s?”"),
        "just_lost": _("“We miss you. Was something wrong with %(goods)s? I would like to put it right.”"),
        "overdue": _("“It is about time for your next order. Shall I put %(wish)s aside for you?”"),
        "second_order": _("“Did %(goods)s arrive well? I can show you what goes with it.”"),
        "returned": _("“Thank you for coming back. What made you think of us again?”"),
    }[row["reason"]] % facts
