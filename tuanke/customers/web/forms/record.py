"""The customer's own fields as a form: one for a person, one for an organisation."""

import re
from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.identifiers import IdentifierError, read_uscc
from tuanke.customers.models import Customer
from tuanke.customers.selectors.customers import find_organization
from tuanke.customers.web.forms.custom import add_custom_fields, custom_initial, custom_values
from tuanke.customers.web.wording import IDENTIFIERS
from tuanke.platform.accounts.domain.permissions import Viewer

SEPARATORS = re.compile(r"[\n,、，;；]+")


class RecordForm(forms.Form):
    """Bound to what was typed, or showing the customer as it is."""

    kind: ClassVar[str]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    display_name = forms.CharField(label=_("Name"), max_length=200)
    province = forms.CharField(label=_("Province"), max_length=40, required=False)
    city = forms.CharField(label=_("City"), max_length=40, required=False)

    def __init__(self, data: Any, *, viewer: Viewer, customer: Customer | None = None) -> None:
        super().__init__(data, initial=self._initial(customer) if customer else None)
        self.viewer = viewer
        self.custom = add_custom_fields(self, self.kind)

    @classmethod
    def _initial(cls, customer: Customer) -> dict[str, Any]:
        shown = {name: getattr(customer, name, "") for name in cls.base_fields}
        return {**shown, **custom_initial(customer)}

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields if name != "version"}

    def custom_values(self) -> dict[str, Any]:
        return custom_values(self.custom, self.cleaned_data)

    def over(self, customer: Customer) -> Self:
        """The same typed values, ready to be saved over what somebody else saved meanwhile, theirs shown beside."""
        data: Any = self.data
        data = data.copy()
        data["version"] = customer.version
        again = type(self)(data, viewer=self.viewer)
        for name, theirs in self._initial(customer).items():
            mine = self[name].value()
            if name != "version" and _text(theirs) != _text(mine):
                again.fields[name].help_text = _("Stored now: %(theirs)s") % {"theirs": _text(theirs) or "–"}
        return again


class PersonForm(RecordForm):
    kind = Customer.Kind.PERSON
    surname = forms.CharField(label=_("Surname"), max_length=60, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=60, required=False)
    nickname = forms.CharField(label=_("Nickname"), max_length=100, required=False)
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("", "–"), *Customer.Gender.choices], required=False
    )
    field_order = (
        "version",
        "display_name",
        "nickname",
        "surname",
        "given_name",
        "gender",
        "province",
        "city",
    )


class OrgForm(RecordForm):
    kind = Customer.Kind.ORG
    display_name = forms.CharField(label=_("Name in use"), max_length=200)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    short_names = forms.CharField(
        label=_("Short names"),
        required=False,
        help_text=_("Several with a comma between them."),
    )
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=40, required=False)
    industry = forms.CharField(label=_("Industry"), max_length=60, required=False)
    size_band = forms.ChoiceField(
        label=_("Size"), choices=[("", "–"), *Customer.SizeBand.choices], required=False
    )
    parent = forms.CharField(
        label=_("Belongs to the organisation"),
        required=False,
        help_text=_("Its name as it stands in the archive."),
    )
    field_order = (
        "version",
        "display_name",
        "legal_name",
        "short_names",
        "uscc",
        "industry",
        "size_band",
        "parent",
    )
    is_old_code = False

    @classmethod
    def _initial(cls, customer: Customer) -> dict[str, Any]:
        short_names = "，".join(customer.short_names)
        parent = customer.parent.display_name if customer.parent else ""
        return {**super()._initial(customer), "short_names": short_names, "parent": parent}

    def clean_short_names(self) -> list[str]:
        parts = (part.strip() for part in SEPARATORS.split(self.cleaned_data["short_names"]))
        names = list(dict.fromkeys(part for part in parts if part))
        if any(len(name) > 100 for name in names):  # noqa: PLR2004  as the column
            raise forms.ValidationError(IDENTIFIERS["too_long"])
        return names

    def clean_uscc(self) -> str:
        if not self.cleaned_data["uscc"].strip():
            return ""
        try:
            code, self.is_old_code = read_uscc(self.cleaned_data["uscc"])
        except IdentifierError as error:
            raise forms.ValidationError(IDENTIFIERS[error.code]) from None
        return code

    def clean_parent(self) -> Customer | None:
        name = self.cleaned_data["parent"].strip()
        if not name:
            return None
        found = find_organization(self.viewer, name)
        if found is None:
            raise forms.ValidationError(_("There is no organisation of this name, or more than one."))
        return found

    def values(self) -> dict[str, Any]:
        values = super().values()
        parent = values.pop("parent")
        return {**values, "parent_id": parent.pk if parent else None}


FORMS: dict[str, type[RecordForm]] = {form.kind: form for form in (PersonForm, OrgForm)}


def _text(value: Any) -> str:
    return "，".join(map(str, value)) if isinstance(value, list) else str(value or "")
