"""Values in a rule: of the right type, finite, within what every engine can hold."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tuanke.kit.rules.errors import RuleError
from tuanke.kit.rules.vocabulary import HAVING, MOVING, OPS, PRESENCE, Attribute
from tuanke.kit.rules.windows import UNITS, Span

VALUES = 5_000
LONGEST_DAYS = 3_650
LONGEST_TEXT = 500
LARGEST = 2**53  # exact as integer and as floating point
DAY = 10  # characters of an ISO date
YEARS = range(1900, 2200)


def read_comparison(attribute: Attribute, data: Mapping[str, Any], pointer: str) -> tuple[str, Any]:
    """The operator and the value as a rule keeps it: lists as tuples, spans as Span, days as date."""
    op = data.get("op")
    if not isinstance(op, str) or op not in (*OPS[attribute.type], *PRESENCE):
        raise RuleError(f"{pointer}/op", "unknown_operator")
    if op in PRESENCE:
        return op, None
    return op, _read(attribute, op, data.get("value"), f"{pointer}/value")


def _read(attribute: Attribute, op: str, value: object, pointer: str) -> Any:
    if op in MOVING:
        return read_span(value, pointer)
    if op in {"in", "not_in", *HAVING}:
        if not isinstance(value, list) or not 0 < len(value) <= VALUES:
            raise RuleError(pointer, "needs_a_list")
        return tuple(_one(attribute, one, f"{pointer}/{i}") for i, one in enumerate(value))
    if op == "between":
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004
            raise RuleError(pointer, "needs_a_range")
        low, high = (_one(attribute, one, f"{pointer}/{i}") for i, one in enumerate(value))
        if low > high:
            raise RuleError(pointer, "needs_a_range")
        return low, high
    return _one(attribute, value, pointer)


def read_span(value: object, pointer: str) -> Span:
    """{"n": 30, "unit": "day"}, at most ten years."""
    if not isinstance(value, dict) or set(value) != {"n", "unit"}:
        raise RuleError(pointer, "needs_a_span")
    return span(value["n"], value["unit"], pointer)


def span(n: object, unit: object, pointer: str) -> Span:
    if not isinstance(unit, str) or unit not in UNITS:
        raise RuleError(pointer, "unknown_unit")
    return Span(whole(n, pointer, least=1, most=int(LONGEST_DAYS / UNITS[unit])), unit)


def whole(value: object, pointer: str, *, least: int = 0, most: int = LARGEST) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise RuleError(pointer, "wrong_type")
    if not least <= value <= most:
        raise RuleError(pointer, "out_of_range")
    return value


def read_day(value: object, pointer: str) -> date:
    """YYYY-MM-DD."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == DAY else None
    except ValueError:
        day = None
    if day is None:
        raise RuleError(pointer, "wrong_type")
    if day.year not in YEARS:
        raise RuleError(pointer, "out_of_range")
    return day


def _one(attribute: Attribute, value: object, pointer: str) -> Any:
    return READERS[attribute.type](attribute, value, pointer)


def _money(_attribute: Attribute, value: object, pointer: str) -> int:
    return whole(value, pointer, least=-LARGEST)


def _number(_attribute: Attribute, value: object, pointer: str) -> float:
    if not isinstance(value, float):
        return whole(value, pointer, least=-LARGEST)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise RuleError(pointer, "out_of_range")
    return value


def _text(_attribute: Attribute, value: object, pointer: str) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST_TEXT or not _is_storable(value):
        raise RuleError(pointer, "wrong_type")
    return value


def _choice(attribute: Attribute, value: object, pointer: str) -> str:
    text = _text(attribute, value, pointer)
    if attribute.choices and text not in attribute.choices:
        raise RuleError(pointer, "wrong_type")
    return text


def _is_storable(text: str) -> bool:
    """PostgreSQL holds no NUL, UTF-8 no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _day(_attribute: Attribute, value: object, pointer: str) -> date:
    return read_day(value, pointer)


READERS: Mapping[str, Callable[[Attribute, object, str], Any]] = {
    "money": _money,
    "number": _number,
    "text": _text,
    "choice": _choice,
    "set": _choice,
    "day": _day,
}
