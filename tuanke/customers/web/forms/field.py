"""Defining a field of the shop's own."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.custom_values import CustomValueError, Definition, read_value
from tuanke.customers.models import CustomField
from tuanke.customers.web.wording import CUSTOM

CHOOSING = {CustomField.Type.ENUM, CustomField.Type.MULTI_ENUM}
SETTLED = ("kind", "key", "type", "unique")  # once it is defined


class FieldForm(forms.ModelForm):  # type: ignore[type-arg]
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, for a list."),
    )
    least = forms.DecimalField(label=_("At least"), required=False)
    most = forms.DecimalField(label=_("At most"), required=False)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, required=False)

    class Meta:
        model = CustomField
        fields = ("label", "kind", "key", "type", "required", "unique", "pii", "default")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial = {
                **self.initial,
                "options": "\n".join(self.instance.options),
                "position": self.instance.position,
                **{name: self.instance.validation.get(name) for name in ("least", "most")},
            }
            for name in SETTLED:  # values rest on them
                self.fields[name].disabled = True
        for name in ("required", "unique", "pii"):
            self.fields[name].widget.attrs["class"] = "form-check-input"
        self.fields["key"].help_text = _("Latin letters, digits, - and _; files and programs use it.")

    def clean_options(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        options = list(dict.fromkeys(line for line in lines if line))
        if any(len(option) > 60 for option in options):  # noqa: PLR2004  as the column
            raise forms.ValidationError(CUSTOM["too_long"] % {"limit": 60})
        return options

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("type") in CHOOSING and not cleaned.get("options"):
            self.add_error("options", _("A list needs choices."))
        if cleaned.get("type") == CustomField.Type.MULTI_ENUM and cleaned.get("unique"):
            self.add_error("unique", _("Several of a list cannot be one customer's own."))
        self._check_default(cleaned)
        return cleaned

    def _check_default(self, cleaned: dict[str, Any]) -> None:
        definition = Definition(cleaned.get("type", "text"), options=cleaned.get("options", []))
        try:
            read_value(definition, re.split(r"[，,]", cleaned.get("default") or ""))
        except CustomValueError as error:
            self.add_error("default", CUSTOM[error.code] % {"limit": error.limit})

    def values(self) -> dict[str, Any]:
        """As the services take them; no position means the last one, or the one it has."""
        limits = {name: self.cleaned_data[name] for name in ("least", "most")}
        names = ("label", "options", "required", "pii", "default")
        values = {name: self.cleaned_data[name] for name in names}
        values["validation"] = {name: str(limit) for name, limit in limits.items() if limit is not None}
        if self.cleaned_data["position"] is not None:
            values["position"] = self.cleaned_data["position"]
        return values
