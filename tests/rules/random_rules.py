"""Random rules, as JSON, over what the shop really offers."""

import random
from collections.abc import Callable
from typing import Any

Rule = dict[str, Any]
ORDER = ("eq", "ne", "lt", "le", "gt", "ge")


def random_rule(dice: random.Random, segment: str, depth: int = 3) -> Rule:
    shape = dice.random()
    if depth == 0 or shape < 0.45:
        return dice.choice(LEAVES)(dice, segment)
    if shape < 0.6:
        return {"not": random_rule(dice, segment, depth - 1)}
    nodes = [random_rule(dice, segment, depth - 1) for _ in range(dice.randint(1, 3))]
    return {dice.choice(["all", "any"]): nodes}


def _text(dice: random.Random, _segment: str) -> Rule:
    op = dice.choice(["eq", "ne", "in", "not_in", "contains", "starts_with", "is_set", "is_not_set"])
    some = ["杭州市", "上", "市", "上海市", "%", "_"]
    return {"attr": "city", "op": op, "value": _value(dice, op, lambda: dice.choice(some))}


def _choice(dice: random.Random, _segment: str) -> Rule:
    op = dice.choice(["eq", "ne", "in", "not_in", "is_set"])
    value = _value(dice, op, lambda: dice.choice(["active", "lost", "dormant"]))
    return {"attr": "class.lifecycle", "op": op, "value": value}


def _number(dice: random.Random, _segment: str) -> Rule:
    op = dice.choice([*ORDER, "between", "is_set"])
    return {
        "attr": "score.orders",
        "op": op,
        "value": _value(dice, op, lambda: dice.choice([0, 1, 1.5, 2, 3])),
    }


def _money(dice: random.Random, _segment: str) -> Rule:
    op = dice.choice([*ORDER, "between"])
    return {
        "attr": "score.revenue",
        "op": op,
        "value": _value(dice, op, lambda: dice.choice([0, 9_900, 9_901])),
    }


def _day(dice: random.Random, _segment: str) -> Rule:
    name = dice.choice(["score.last_on", "score.first_on"])
    op = dice.choice([*ORDER, "between", "on_day", "before", "after", "in_last", "in_next", "anniversary_in"])
    if op in {"in_last", "in_next", "anniversary_in"}:
        return {"attr": name, "op": op, "value": _span(dice)}
    days = ["2024-02-29", "2026-03-01", "2026-02-28", "2024-01-31"]
    return {"attr": name, "op": op, "value": _value(dice, op, lambda: dice.choice(days))}


def _occurrence(dice: random.Random, _segment: str) -> Rule:
    return {**_happened(dice), "count": {"op": dice.choice(ORDER), "value": dice.randint(0, 3)}}


def _aggregate(dice: random.Random, _segment: str) -> Rule:
    function = dice.choice(["sum", "avg", "min", "max", "distinct", "first", "last"])
    of = dice.choice(["quantity", "revenue"] if function in {"sum", "avg", "min", "max"} else FIELDS)
    picks_text = function in {"first", "last"} and of == "category"
    op = dice.choice(["eq", "ne", "in", "contains", "is_set"] if picks_text else [*ORDER, "between"])
    if picks_text:
        value = _value(dice, op, lambda: dice.choice(["茶", "米面", "米"]))
    else:
        value = _value(dice, op, lambda: dice.choice([0, 1, 2, 3, 990, 1_000, 3_000]))
    return {"agg": function, "of": of, **_happened(dice), "op": op, "value": value}


FIELDS = ("quantity", "revenue", "order", "category")


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
    _text,
    _choice,
    _number,
    _money,
    _day,
    *(_occurrence,) * 5,
    *(_aggregate,) * 5,
    *(_sequence,) * 2,
    _member,
    _bucket,
    _everyone,
)


def _happened(dice: random.Random) -> Rule:
    where = [_predicate(dice) for _ in range(dice.choice([0, 0, 1, 2]))]
    event = dice.choice(["order.placed", "order_line.bought", "order.refunded"])
    return {"event": event, "where": where, "within": _window(dice)}


def _predicate(dice: random.Random) -> Rule:
    if dice.random() < 0.5:
        op = dice.choice(["eq", "ne", "in", "contains", "starts_with", "is_set", "is_not_set"])
        return {
            "attr": "category",
            "op": op,
            "value": _value(dice, op, lambda: dice.choice(["茶", "米", "粉"])),
        }
    op = dice.choice([*ORDER, "between"])
    return {"attr": "quantity", "op": op, "value": _value(dice, op, lambda: dice.choice([0, 1, 1.5, 2, 3]))}


def _window(dice: random.Random) -> Any:
    span = _span(dice)
    return dice.choice(
        [
            "ever",
            {"last": span["n"], "unit": span["unit"]},
            {"before_last": span["n"], "unit": span["unit"]},
            {"rolling_hours": dice.choice([1, 24, 48, 100, 2_000])},
            {"from": "2024-01-31", "to": "2026-03-01"},
            {"from": "2026-02-28", "to": "2027-01-01"},
            {"lunar": "春节", "offset_days": [-45, 20], "year": dice.choice(["this", "last"])},
            {"lunar": "中秋", "offset_days": [-30, 1], "year": dice.choice(["this", "last"])},
        ]
    )


def _span(dice: random.Random) -> Rule:
    unit = dice.choice(list(LENGTHS))
    return {"n": dice.choice(LENGTHS[unit]), "unit": unit}


LENGTHS = {"day": [1, 2, 28, 30, 31, 60], "week": [1, 4], "month": [1, 2, 12], "year": [1, 2]}


def _value(dice: random.Random, op: str, one: Callable[[], Any]) -> Any:
    if op in {"is_set", "is_not_set"}:
        return None
    if op in {"in", "not_in"}:
        return [one() for _ in range(dice.randint(1, 2))]
    return sorted([one(), one()]) if op == "between" else one()
