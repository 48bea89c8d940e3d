"""Values of the shop's own fields: what was typed → what is kept, or why not."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

LONGEST_TEXT = 500
LARGEST = Decimal(10) ** 12
TRUE, FALSE = "true", "false"


class CustomValueError(ValueError):
    """`code`: required, number, whole, money, date, choice, url, too_long, least or most."""

    def __init__(self, code: str, limit: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


@dataclass(frozen=True)
class Definition:
    """A custom field as far as its values care. `validation`: least, most (numbers as text), length."""

    type: str
    required: bool = False
    options: Sequence[str] = ()
    validation: Mapping[str, Any] = field(default_factory=dict)


def read_value(definition: Definition, typed: Sequence[str]) -> Any:
    """What JSON keeps, None for nothing: money in fen, dates as ISO text. Raises CustomValueError."""
    given = [plain for text in typed if (plain := unicodedata.normalize("NFC", text).strip())]
    if not given:
        if definition.required:
            raise CustomValueError("required")
        return None
    if definition.type == "multi_enum":
        return [_choice(definition, text) for text in dict.fromkeys(given)]
    return _checked(definition, given[0])


def typed_value(definition: Definition, value: Any) -> str:
    """As it is typed into a form; the inverse of `read_value`."""
    if value is None:
        return ""
    if definition.type == "money":
        return f"{Decimal(value) / 100:.2f}"
    if definition.type == "bool":
        return TRUE if value else FALSE
    return str(value)


def _checked(definition: Definition, text: str) -> Any:
    kind = definition.type
    if kind in {"int", "decimal", "money"}:
        return _number(definition, text)
    if kind == "bool":
        return _bool(text)
    if kind == "date":
        return _date(text)
    if kind == "enum":
        return _choice(definition, text)
    if kind == "url":
        return _url(text)
    return _text(definition, text)


def _number(definition: Definition, text: str) -> int | str:
    try:
        number = Decimal(unicodedata.normalize("NFKC", text).replace(",", "").lstrip("¥"))
    except InvalidOperation:
        raise CustomValueError("number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise CustomValueError("number")
    least, most = (definition.validation.get(name) for name in ("least", "most"))
    if least is not None and number < Decimal(least):
        raise CustomValueError("least", least)
    if most is not None and number > Decimal(most):
        raise CustomValueError("most", most)
    if definition.type == "decimal":
        return format(number.normalize(), "f")
    scaled = number * (100 if definition.type == "money" else 1)
    if scaled != scaled.to_integral_value():
        raise CustomValueError("money" if definition.type == "money" else "whole")
    return int(scaled)


def _bool(text: str) -> bool:
    if text not in {TRUE, FALSE}:
        raise CustomValueError("choice")
    return text == TRUE


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise CustomValueError("date") from None


def _choice(definition: Definition, text: str) -> str:
    if text not in definition.options:
        raise CustomValueError("choice")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text) > LONGEST_TEXT:
        raise CustomValueError("url")
    return text


def _text(definition: Definition, text: str) -> str:
    longest = int(definition.validation.get("length") or LONGEST_TEXT)
    if len(text) > longest:
        raise CustomValueError("too_long", str(longest))
    return text
