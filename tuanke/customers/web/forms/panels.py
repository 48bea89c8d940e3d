"""The small forms of the archive page; each has ids of its own, since they share the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.identifiers import Identifier, IdentifierError, read_contact
from tuanke.customers.models import (
    ConsentRecord,
    ContactPoint,
    CustomerGroup,
    InvoiceTitle,
    LifeEvent,
    Touch,
)
from tuanke.customers.selectors.archive import list_groups
from tuanke.customers.web.wording import IDENTIFIERS
from tuanke.kit.lunar import FIRST_YEAR, LAST_YEAR, Anniversary

MOMENT = {"type": "datetime-local"}


def identifier_of(kind: str, text: str) -> Identifier:
    """Raises forms.ValidationError in words."""
    try:
        return read_contact(kind, text)
    except IdentifierError as error:
        raise forms.ValidationError(IDENTIFIERS[error.code]) from None


class PanelForm(forms.Form):
    is_alike = (
        True  # empty, it looks the same beside every customer: drawn once a process (customers/_form.html)
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")
        for field in self.fields.values():
            if isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "form-check-input"


class ContactForm(PanelForm):
    type = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Type.choices)
    value = forms.CharField(label=_("Number or address"), max_length=300)
    label = forms.CharField(label=_("Label"), max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("value") and cleaned.get("type"):
            try:
                cleaned["identifier"] = identifier_of(cleaned["type"], cleaned["value"])
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned


class ConsentForm(PanelForm):
    channel = forms.ChoiceField(label=_("Channel"), choices=ConsentRecord.Channel.choices)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=ConsentRecord.Purpose.choices, initial=ConsentRecord.Purpose.MARKETING
    )
    status = forms.ChoiceField(label=_("The customer has"), choices=ConsentRecord.Status.choices)
    source = forms.ChoiceField(label=_("Through"), choices=ConsentRecord.Source.choices)
    evidence = forms.CharField(
        label=_("Evidence"),
        help_text=_("The text that was agreed to, the number of the recording, their words."),
    )
    basis = forms.ChoiceField(label=_("Basis"), choices=ConsentRecord.Basis.choices)
    occurred_at = forms.DateTimeField(
        label=_("When"), required=False, widget=forms.TextInput(attrs=MOMENT), help_text=_("Empty: now.")
    )
    expires_at = forms.DateTimeField(label=_("Until"), required=False, widget=forms.TextInput(attrs=MOMENT))


class LifeEventForm(PanelForm):
    kind = forms.ChoiceField(label=_("Day"), choices=LifeEvent.Kind.choices)
    name = forms.CharField(label=_("What day, if another one"), max_length=60, required=False)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=LifeEvent.Calendar.choices)
    month = forms.IntegerField(label=_("Month"), min_value=1, max_value=12)
    day = forms.IntegerField(label=_("Day of the month"), min_value=1, max_value=31)
    is_leap_month = forms.BooleanField(label=_("Leap month"), required=False)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == LifeEvent.Kind.CUSTOM and not cleaned.get("name"):
            self.add_error("name", _("Say what day it is."))
        if {"month", "day", "calendar"} <= cleaned.keys():
            try:
                cleaned["anniversary"] = Anniversary(
                    cleaned["month"],
                    cleaned["day"],
                    is_lunar=cleaned["calendar"] == LifeEvent.Calendar.LUNAR,
                    is_leap_month=cleaned.get("is_leap_month", False),
                )
            except ValueError:
                self.add_error("day", _("There is no such day in this calendar."))
        return cleaned


class TouchForm(PanelForm):
    which = forms.ChoiceField(label=_("Touch"), choices=reversed(Touch.Which.choices))
    channel = forms.CharField(label=_("Channel"), max_length=40)
    campaign = forms.CharField(label=_("Campaign"), max_length=100, required=False)
    keyword = forms.CharField(label=_("Search word"), max_length=100, required=False)
    referrer = forms.CharField(label=_("Came through"), max_length=200, required=False)
    evidence = forms.CharField(label=_("How we know"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Why the first touch changes"),
        max_length=200,
        required=False,
        help_text=_("Only for the first touch; it goes into the audit."),
    )


class GroupForm(PanelForm):
    is_alike = False

    group = forms.ModelChoiceField(label=_("Group"), queryset=CustomerGroup.objects.none())
    role = forms.CharField(label=_("Part in it"), max_length=40, required=False)
    leads = forms.BooleanField(label=_("Leads the group"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["group"].queryset = list_groups()  # type: ignore[attr-defined]


class InvoiceTitleForm(forms.ModelForm):  # type: ignore[type-arg]
    is_alike = True

    class Meta:
        model = InvoiceTitle
        fields = ("title", "tax_no", "address", "phone", "bank", "account")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="invoicetitle_%s")
