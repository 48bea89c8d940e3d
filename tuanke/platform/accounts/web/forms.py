from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from tuanke.platform.accounts.models import ApiToken, Staff
from tuanke.platform.accounts.selectors.staff import list_teams


class OwnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """The first person of a new shop."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    class Meta:
        model = Staff
        fields = ("username", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.instance)
        return password


class StaffForm(OwnerForm):
    class Meta(OwnerForm.Meta):
        fields = ("username", "name", "role", "team")  # type: ignore[assignment]


class StaffRoleForm(forms.Form):
    """What can be changed about somebody: what they may do, and a new password if they forgot theirs."""

    role = forms.ChoiceField(label=_("Role"), choices=Staff.RoleChoice.choices)
    team = forms.ModelChoiceField(label=_("Team"), queryset=list_teams(), required=False)
    active = forms.BooleanField(label=_("May sign in"), required=False)
    new_password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        required=False,
    )

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password)
        return password


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Used by"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=ApiToken.Scope.choices,
        initial=ApiToken.Scope.values,
        widget=forms.CheckboxSelectMultiple,
    )
