from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.kit.money import to_fen
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.segments.models import Segment, TargetGroup

Metric = TargetGroup.Metric
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # as the browser's own field wants it
LARGEST = Decimal(10**12)


class TargetForm(forms.Form):
    """`values` are those of a TargetGroup: customers counted, money in fen, a share from 0 to 1."""

    objective = forms.CharField(label=_("Goal in words"), max_length=200)
    metric = forms.ChoiceField(label=_("Measured by"), choices=Metric.choices)
    goal = forms.DecimalField(
        label=_("Goal"),
        help_text=_("Customers as a number, revenue in yuan, a share in percent."),
        min_value=0,
        max_value=LARGEST,
    )
    baseline = forms.DecimalField(
        label=_("At the start"),
        help_text=_("Blank: for a number of customers as many as are in now, else nothing."),
        min_value=0,
        max_value=LARGEST,
        required=False,
    )
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(label=_("Until"), widget=DAY)
    owner_id = forms.TypedChoiceField(label=_("Responsible"), coerce=int)

    def __init__(self, segment: Segment, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._segment = segment
        active = list_staff().filter(is_active=True).values_list("pk", "name")
        self.fields["owner_id"].choices = list(active)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Of a form that is valid."""
        cleaned = dict(self.cleaned_data)
        metric, baseline = cleaned["metric"], cleaned["baseline"]
        if baseline is None:
            start = float(self._segment.size) if metric == Metric.CUSTOMERS else 0.0
        else:
            start = _stored(metric, baseline)
        return {**cleaned, "goal": _stored(metric, cleaned["goal"]), "baseline": start}


def _stored(metric: str, typed: Decimal) -> float:
    if metric == Metric.REVENUE:
        return float(to_fen(typed))
    return float(typed / 100) if metric == Metric.REPURCHASE_RATE else float(typed)
