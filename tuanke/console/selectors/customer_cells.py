"""A value of the customer list in words, as this viewer's role may read it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tuanke.classes.selectors.options import shown_class
from tuanke.console.selectors.customer_columns import Column
from tuanke.customers.selectors.wording import field_words, shown_name_of
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui import formats

NOTHING = "–"


def in_words(column: Column, customer: Any, viewer: Viewer, today: date) -> str:
    """The cell as the screen shows it."""
    if column.shape == "name":
        return shown_name_of(customer, viewer)
    value = column.read(customer)
    if value in (None, "", []):
        return NOTHING
    return WORDS[column.shape](column, value, today)


def _class(column: Column, value: str, _today: date) -> str:
    return str(shown_class(column.key, value))


def _day(_column: Column, value: date | datetime, today: date) -> str:
    return formats.day(day_of(value), today=today)


def day_of(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _field(column: Column, value: Any, today: date) -> str:
    return field_words(column.field, value, today=today)


WORDS: Mapping[str, Callable[[Column, Any, date], str]] = {
    "text": lambda _column, value, _today: str(value),
    "count": lambda _column, value, _today: f"{value:,}",
    "money": lambda _column, value, _today: formats.yuan_short(value),
    "day": _day,
    "class": _class,
    "phone": lambda _column, value, _today: "、".join(f"***{point.tail}" for point in value),
    "field": _field,
}
