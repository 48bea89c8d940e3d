"""Random rules, as JSON, over what the shop really offers."""

import random
from collections.abc import Callable
from typing import Any

from tests.rules.random_attributes import ORDER, Rule, attribute, span, value


def random_rule(dice: random.Random, segment: str, depth: int = 3) -> Rule:
    shape = dice.random()
    if depth == 0 or shape < 0.45:
        return dice.choice(LEAVES)(dice, segment)
    if shape < 0.6:
        return {"not": random_rule(dice, segment, depth - 1)}
    nodes = [random_rule(dice, segment, depth - 1) for _ in range(dice.randint(1, 3))]
    return {dice.choice(["all", "any"]): nodes}


def _attribute(dice: random.Random, _segment: str) -> Rule:
    return attribute(dice)


def _occurrence(dice: random.Random, _segment: str) -> Rule:
    return {**_happened(dice), "count": {"op": dice.choice(ORDER), "value": dice.randint(0, 3)}}


def _aggregate(dice: random.Random, _segment: str) -> Rule:
    happened = _happened(dice)
    numbers, others = FIELDS["order" if happened["event"].startswith("order") else "interaction"]
    function = dice.choice(["sum", "avg", "min", "max", "distinct", "first", "last"] if numbers else PICKING)
    of = dice.choice(numbers if function in {"sum", "avg", "min", "max"} else (*numbers, *others))
    picks_text = function in {"first", "last"} and of in TEXTS
    op = dice.choice(["eq", "ne", "in", "contains", "is_set"] if picks_text else [*ORDER, "between"])
    some = TEXTS[of] if picks_text else (0, 1, 2, 3, 990, 1_000, 3_000, -500)
    return {
        "agg": function,
        "of": of,
        **happened,
        "op": op,
        "value": value(dice, op, lambda: dice.choice(some)),
    }


PICKING = ("distinct", "first", "last")
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "order": (("quantity", "revenue"), ("order", "category")),
    "interaction": ((), ("category", "channel", "keyword", "product")),
}
TEXTS = {
    "category": ("茶", "米面", "米", "粉"),
    "channel": ("weibo", "小程序"),
    "keyword": ("团购 茶", "茶", "%"),
    "campaign": ("双11", "双"),
}


def _sequence(dice: random.Random, _segment: str) -> Rule:
    steps = [_happened(dice) for _ in range(dice.choice([2, 2, 3]))]
    gap = dice.choice([{"n": 1, "unit": "hour"}, {"n": 1, "unit": "day"}, {"n": 30, "unit": "day"}])
    return {"seq": steps, "gap": gap}


def _member(_dice: random.Random, segment: str) -> Rule:
    return {"in_segment": segment}


def _bucket(dice: random.Random, _segment: str) -> Rule:
    first = dice.randint(0, 999)
    return {"bucket": {"salt": dice.choice("ab"), "from": first, "to": dice.randint(first, 999)}}


def _everyone(_dice: random.Random, _segment: str) -> Rule:
    return {"everyone": True}


LEAVES: tuple[Callable[[random.Random, str], Rule], ...] = (
    *(_attribute,) * 14,
    *(_occurrence,) * 5,
    *(_aggregate,) * 5,
    *(_sequence,) * 2,
    _member,
    _bucket,
    _everyone,
)
EVENTS = (
    *("order.placed", "order_line.bought", "order.refunded"),
    *("interaction", "interaction.browse", "interaction.comment", "interaction.like"),
)


def _happened(dice: random.Random) -> Rule:
    event = dice.choice(EVENTS)
    where = [_predicate(dice, event) for _ in range(dice.choice([0, 0, 1, 2]))]
    return {"event": event, "where": where, "within": _window(dice)}


def _predicate(dice: random.Random, event: str) -> Rule:
    if event.startswith("order") and dice.random() < 0.5:
        op = dice.choice([*ORDER, "between"])
        some = [0, 1, 1.5, 2, 3]
        return {"attr": "quantity", "op": op, "value": value(dice, op, lambda: dice.choice(some))}
    field = "category" if event.startswith("order") else dice.choice(list(TEXTS))
    op = dice.choice(["eq", "ne", "in", "contains", "starts_with", "is_set", "is_not_set"])
    return {"attr": field, "op": op, "value": value(dice, op, lambda: dice.choice(TEXTS[field]))}


def _window(dice: random.Random) -> Any:
    within = span(dice)
    return dice.choice(
        [
            "ever",
            {"last": within["n"], "unit": within["unit"]},
            {"before_last": within["n"], "unit": within["unit"]},
            {"rolling_hours": dice.choice([1, 24, 48, 100, 2_000])},
            {"from": "2024-01-31", "to": "2026-03-01"},
            {"from": "2026-02-28", "to": "2027-01-01"},
            {"lunar": "春节", "offset_days": [-45, 20], "year": dice.choice(["this", "last"])},
            {"lunar": "中秋", "offset_days": [-30, 1], "year": dice.choice(["this", "last"])},
        ]
    )
