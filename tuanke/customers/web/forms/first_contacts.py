"""How a new customer is reached; more is added on their archive page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.customers.web.forms.panels import identifier_of

FIRST_CONTACTS = {
    "mobile": _("Mobile"),
    "email": _("E-mail"),
    "wechat": _("WeChat"),
    "address": _("Address"),
}


class FirstContactField(forms.CharField):
    """Cleans to an Identifier, or None where nothing was typed."""

    def __init__(self, kind: str) -> None:
        super().__init__(label=FIRST_CONTACTS[kind], required=False)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value)).strip()
        return identifier_of(self.kind, typed) if typed else None


def ask_for_contacts(form: forms.Form) -> None:
    for name in FIRST_CONTACTS:
        form.fields[name] = FirstContactField(name)
