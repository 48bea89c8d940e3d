"""Rules to begin with. One whose attribute or event the shop does not have is not offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tuanke.kit.rules import RuleError, Vocabulary, parse

BOUGHT_LATELY = {"event": "order.placed", "within": {"last": 90, "unit": "day"}}


@dataclass(frozen=True)
class ReadyMade:
    """`rule` may leave a value to be filled in."""

    code: str
    name: str
    text: str
    rule: dict[str, Any]


def list_ready_made(vocabulary: Vocabulary) -> list[ReadyMade]:
    offered = []
    for one in _all():
        try:
            parse(one.rule, vocabulary)
        except RuleError as error:
            if error.code != "wrong_type":  # a value is still to be filled in
                continue
        offered.append(one)
    return offered


def find_ready_made(code: str, vocabulary: Vocabulary) -> ReadyMade | None:
    return next((one for one in list_ready_made(vocabulary) if one.code == code), None)


def _all() -> Iterator[ReadyMade]:
    yield ReadyMade(
        "leaving",
        _("High value, about to leave"),
        _("Good customers whose rhythm broke: call them first."),
        {"all": [_is("class.value", "high_value"), _is("class.lifecycle", "dormant")]},
    )
    yield ReadyMade(
        "second_order",
        _("Bought once, not again"),
        _("First order done, second one still to come."),
        {"all": [_is("class.lifecycle", "first")]},
    )
    yield ReadyMade(
        "category",
        _("Bought a category, away for 90 days"),
        _("Fill in the category; whoever bought it and has not ordered since is in."),
        {"all": [_bought(""), {**BOUGHT_LATELY, "count": {"op": "eq", "value": 0}}]},
    )
    yield ReadyMade(
        "birthday",
        _("Birthday in the next 30 days"),
        _("In time for a greeting or a gift."),
        {"all": [{"attr": "day.birthday", "op": "anniversary_in", "value": {"n": 30, "unit": "day"}}]},
    )


def _is(attribute: str, value: str) -> dict[str, Any]:
    return {"attr": attribute, "op": "eq", "value": value}


def _bought(category: str) -> dict[str, Any]:
    return {
        "event": "order_line.bought",
        "where": [{"attr": "category", "op": "eq", "value": category}],
        "within": "ever",
        "count": {"op": "ge", "value": 1},
    }
