"""Words of CONTEXT.md that a merchant may ask about, each in one sentence."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

MEANINGS: Mapping[str, tuple[Text, Text]] = {
    "margin": (
        _("Margin"),
        _("What is left of the price after the cost of the goods; beside it stands how the cost is known."),
    ),
    "stake": (
        _("At stake a year"),
        _(
            "What this customer leaves in margin in a year as long as they keep coming,"
            " so what is lost if they stay away."
        ),
    ),
    "repurchase": (
        _("Repurchase rate"),
        _("Of all who bought, the share who bought on two different days or more."),
    ),
    "expected_gap": (
        _("Usual gap"),
        _(
            "How many days usually pass between two of their orders; with few orders the shop's own rhythm helps out."
        ),
    ),
    "lifecycle": (
        _("Lifecycle"),
        _(
            "By how late they are against their own rhythm: active up to one and a half times, dormant up to three,"
            " then lost; came back is who ordered again after that."
        ),
    ),
}
