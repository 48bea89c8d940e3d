"""What is said about a customer's record, here and in the rooms above."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tuanke.customers.models import ConsentRecord, Customer, CustomField, LifeEvent
from tuanke.platform.accounts.domain.masking import shown_name
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui import formats

SAID = {
    "granted": lambda: _("Agreed to be contacted"),
    "denied": lambda: _("Refused to be contacted"),
    "withdrawn": lambda: _("Withdrew consent"),
}


def life_event_name(kind: str, name: str) -> str:
    """As the customer named the day, else what kind of day it is."""
    return name or str(LifeEvent.Kind(kind).label)


def consent_words(channel: str, purpose: str, status: str) -> tuple[str, str]:
    """(what was said, about which channel and purpose)."""
    about = f"{ConsentRecord.Channel(channel).label} · {ConsentRecord.Purpose(purpose).label}"
    return SAID[status](), about


def shown_name_of(customer: Any, viewer: Viewer) -> str:
    """As this viewer's role may see it."""
    return shown_name(viewer, customer.display_name, is_person=customer.kind == Customer.Kind.PERSON)


def field_words(field: CustomField, value: Any, *, today: date) -> str:
    """A value of one of the shop's own fields, as it is kept, in words."""
    if isinstance(value, list):
        return "、".join(value)
    if field.type == CustomField.Type.MONEY:
        return formats.yuan(value)
    if field.type == CustomField.Type.BOOL:
        return _("Yes") if value else _("No")
    if field.type == CustomField.Type.DATE:
        return formats.day(date.fromisoformat(value), today=today)
    return str(value)
