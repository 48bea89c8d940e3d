from django import forms
from django.utils.translation import gettext_lazy as _

from tuanke.platform.preferences.models.shop import HIGHEST_MARGIN_PERCENT


class ShopForm(forms.Form):
    margin = forms.IntegerField(
        label=_("Gross margin in percent"),
        min_value=0,
        max_value=HIGHEST_MARGIN_PERCENT,
        required=False,
        help_text=_(
            "What is left of 100 yuan of sales after the cost of goods, about. It counts where a product's cost is not"
            " known. Left empty, revenue counts there."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
