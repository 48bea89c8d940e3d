"""The shop's own fields inside a form."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.custom_values import (
    FALSE,
    TRUE,
    CustomValueError,
    read_value,
    typed_value,
)
from tuanke.customers.models import Customer, CustomField
from tuanke.customers.selectors.custom_fields import definition_of, list_custom_fields
from tuanke.customers.web.wording import CUSTOM

PREFIX = "custom-"
YES_OR_NO = (("", "–"), (TRUE, _("Yes")), (FALSE, _("No")))
WIDGETS: Mapping[str, Any] = {
    "int": partial(forms.TextInput, attrs={"inputmode": "numeric"}),
    "decimal": partial(forms.TextInput, attrs={"inputmode": "decimal"}),
    "money": partial(forms.TextInput, attrs={"inputmode": "decimal"}),
    "date": partial(forms.TextInput, attrs={"type": "date"}),
    "url": forms.URLInput,
}


class TypedField(forms.Field):
    """A field of the shop's, read by the rules of its definition."""

    def __init__(self, field: CustomField) -> None:
        self.definition = definition_of(field)
        super().__init__(
            label=field.label, required=field.required, widget=_widget(field), initial=field.default or None
        )

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, list) else [value or ""]
        try:
            return read_value(self.definition, typed)
        except CustomValueError as error:
            raise forms.ValidationError(CUSTOM[error.code] % {"limit": error.limit}) from None


def add_custom_fields(form: forms.Form, kind: str) -> list[CustomField]:
    """After the form's own fields; gives those added."""
    fields = list(list_custom_fields(kind))
    for field in fields:
        form.fields[PREFIX + field.key] = TypedField(field)
    return fields


def custom_values(fields: list[CustomField], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Field key → value as kept, None for nothing."""
    return {field.key: cleaned[PREFIX + field.key] for field in fields}


def custom_initial(customer: Customer) -> dict[str, Any]:
    fields = list_custom_fields(customer.kind)
    return {PREFIX + field.key: _typed(field, customer.custom.get(field.key)) for field in fields}


def _typed(field: CustomField, value: Any) -> Any:
    return value if isinstance(value, list) else typed_value(definition_of(field), value)


def _widget(field: CustomField) -> forms.Widget:
    choices = [(option, option) for option in field.options]
    if field.type == CustomField.Type.ENUM:
        return forms.Select(choices=[("", "–"), *choices])
    if field.type == CustomField.Type.MULTI_ENUM:
        return forms.CheckboxSelectMultiple(choices=choices)
    if field.type == CustomField.Type.BOOL:
        return forms.Select(choices=YES_OR_NO)
    widget: forms.Widget = WIDGETS.get(field.type, forms.TextInput)()
    return widget
