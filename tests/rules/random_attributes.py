"""Random conditions on what the archive holds of a customer."""

import random
from collections.abc import Callable
from typing import Any

from tests.rules.past import NEEDS, OPTIONS, TAGS

Rule = dict[str, Any]
ORDER = ("eq", "ne", "lt", "le", "gt", "ge")
LENGTHS = {"day": [1, 2, 28, 30, 31, 60], "week": [1, 4], "month": [1, 2, 12], "year": [1, 2]}
CHOOSING = ("eq", "ne", "in", "not_in", "is_set", "is_not_set")
WRITTEN = (*CHOOSING, "contains", "starts_with")
COUNTED = (*ORDER, "between", "is_set", "is_not_set")
DATED = (*COUNTED, "on_day", "before", "after", "in_last", "in_next", "anniversary_in")
HAVING = ("has_any", "has_any", "has_all", "has_none", "is_set", "is_not_set")
KEEPING = ("anniversary_in", "anniversary_in", "is_set", "is_not_set")
DAYS = ("2024-02-29", "2026-03-01", "2026-02-28", "2024-01-31", "1999-12-31")

# attribute → its operators, and values to ask for
ASKED: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "city": (WRITTEN, ("杭州市", "上", "市", "上海市", "%", "_")),
    "class.lifecycle": (CHOOSING, ("active", "lost", "dormant")),
    "score.orders": (COUNTED, (0, 1, 1.5, 2, 3)),
    "score.revenue": (COUNTED, (0, 9_900, 9_901)),
    "score.last_on": (DATED, DAYS),
    "score.first_on": (DATED, DAYS),
    "created_on": (DATED, DAYS),
    "owner": (CHOOSING, ("lihua",)),
    "tag": (HAVING, (*TAGS, "nobody has it")),
    "need": (HAVING, tuple(code for code, kind in NEEDS.items() if kind == "need")),
    "scene": (HAVING, tuple(code for code, kind in NEEDS.items() if kind == "scene")),
    "interest": (HAVING, ("茶", "米面", "米粉", "水果", "酒")),
    "interest.main": (WRITTEN, ("茶", "米", "米面")),
    "contact": (HAVING, ("mobile", "email", "address", "wechat")),
    "day.birthday": (KEEPING, ()),
    "day.wedding": (KEEPING, ()),
    "day.founding": (KEEPING, ()),
    "day.custom": (KEEPING, ()),
    "touch.first.campaign": (WRITTEN, ("双11", "_", "新品")),
    "touch.last.channel": (WRITTEN, ("social", "search")),
    "touch.last.keyword": (WRITTEN, ("团购 茶", "茶")),
    "consent.sms.marketing": (CHOOSING, ("granted", "denied", "withdrawn")),
    "consent.email.care": (CHOOSING, ("granted", "denied", "withdrawn")),
}
OWN: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
    "text": (WRITTEN, ("甲", "%", "a_b", "_")),
    "int": (COUNTED, (0, 3, -7, 0.5)),
    "decimal": (COUNTED, (1.5, 0.1, 3, 1)),
    "money": (COUNTED, (0, 9_900, -1)),
    "bool": (CHOOSING, ("true", "false")),
    "date": (DATED, DAYS),
    "enum": (CHOOSING, tuple(OPTIONS["enum"])),
    "multi_enum": (HAVING, tuple(OPTIONS["multi_enum"])),
}
ASKED |= {f"custom.{kind}.own-{type_}": asked for kind in ("person", "org") for type_, asked in OWN.items()}


def attribute(dice: random.Random) -> Rule:
    name = dice.choice([*ASKED])
    ops, values = ASKED[name]
    op = dice.choice(ops)
    if op in {"in_last", "in_next", "anniversary_in"}:
        return {"attr": name, "op": op, "value": span(dice)}
    return {"attr": name, "op": op, "value": value(dice, op, lambda: dice.choice(values))}


def span(dice: random.Random) -> Rule:
    unit = dice.choice(list(LENGTHS))
    return {"n": dice.choice(LENGTHS[unit]), "unit": unit}


def value(dice: random.Random, op: str, one: Callable[[], Any]) -> Any:
    if op in {"is_set", "is_not_set"}:
        return None
    if op in {"in", "not_in", "has_any", "has_all", "has_none"}:
        return [one() for _ in range(dice.randint(1, 2))]
    return sorted([one(), one()]) if op == "between" else one()
