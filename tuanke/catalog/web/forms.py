from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class CostForm(forms.Form):
    """The cost of one in yuan; empty: not known."""

    cost = forms.DecimalField(
        label=_("Unit cost"), min_value=Decimal(0), max_digits=12, decimal_places=2, required=False
    )
