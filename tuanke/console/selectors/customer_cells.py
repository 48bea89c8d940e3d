"""A value of the customer list in words, as this viewer's role may read it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.classes.selectors.options import shown_class
from tuanke.console.selectors.customer_columns import Column
from tuanke.customers.domain.custom_values import shown_value
from tuanke.customers.selectors.custom_fields import definition_of
from tuanke.platform.accounts.domain.masking import shown_name
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui import formats

NOTHING = "–"


def in_words(column: Column, customer: Any, viewer: Viewer, today: date) -> str:
    """The cell as the screen shows it."""
    if column.shape == "name":
        return shown_name(viewer, customer.display_name, is_person=customer.kind == "person")
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
    field = column.field
    if isinstance(value, list):
        return "、".join(value)
    if field.type == "money":
        return formats.yuan(value)
    if field.type == "bool":
        return str(_("Yes") if value else _("No"))
    if field.type == "date":
        return formats.day(date.fromisoformat(value), today=today)
    return shown_value(definition_of(field), value)


WORDS: Mapping[str, Callable[[Column, Any, date], str]] = {
    "text": lambda _column, value, _today: str(value),
    "count": lambda _column, value, _today: f"{value:,}",
    "money": lambda _column, value, _today: formats.yuan_short(value),
    "day": _day,
    "class": _class,
    "phone": lambda _column, value, _today: "、".join(f"***{point.tail}" for point in value),
    "field": _field,
}
