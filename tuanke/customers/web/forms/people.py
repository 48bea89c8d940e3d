"""People at organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models import Affiliation
from tuanke.customers.selectors.customers import find_organization
from tuanke.customers.web.forms.panels import PanelForm, identifier_of
from tuanke.platform.accounts.domain.permissions import Viewer


class AffiliationForm(PanelForm):
    """What somebody is at an organisation."""

    roles = forms.MultipleChoiceField(
        label=_("Part in the buying"),
        choices=Affiliation.Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    department = forms.CharField(label=_("Department"), max_length=100, required=False)
    title = forms.CharField(label=_("Job title"), max_length=100, required=False)
    influence = forms.TypedChoiceField(
        label=_("Influence"),
        choices=[("", "–"), *((n, str(n)) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("5 decides the most."),
    )
    stance = forms.ChoiceField(
        label=_("Stance"), choices=[("", _("Unknown")), *Affiliation.Stance.choices], required=False
    )
    is_primary = forms.BooleanField(label=_("The one to talk to first"), required=False)
    started_on = forms.DateField(
        label=_("There since"), required=False, widget=forms.TextInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data)
        self.initial = initial or {}


class PersonAtForm(AffiliationForm):
    """Somebody new at an organisation; a mobile number finds whoever is in the archive already."""

    name = forms.CharField(label=_("Name"), max_length=200)
    mobile = forms.CharField(
        label=_("Mobile"),
        required=False,
        help_text=_("Whoever has this number in the archive is linked; otherwise a new person is added."),
    )
    field_order = ("name", "mobile")

    def clean_mobile(self) -> Any:
        typed = self.cleaned_data["mobile"].strip()
        return identifier_of("mobile", typed) if typed else None


class EmployerForm(AffiliationForm):
    """The organisation a person is at."""

    organization = forms.CharField(label=_("Organisation"), max_length=200)
    field_order = ("organization",)

    def __init__(self, data: Any = None, *, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer

    def clean_organization(self) -> Any:
        found = find_organization(self.viewer, self.cleaned_data["organization"].strip())
        if found is None:
            raise forms.ValidationError(_("There is no organisation of this name, or more than one."))
        return found
