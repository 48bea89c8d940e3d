"""The analytics pages in their order, for the line of tabs and for the navigation."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url_name: str


TABS = (
    Tab(_("Overview"), "console:analytics"),
    Tab(_("Findings"), "console:findings"),
    Tab(_("Repurchase curve"), "console:second_order"),
    Tab(_("By month of the first order"), "console:cohorts"),
    Tab(_("RFM"), "console:rfm"),
    Tab(_("Rhythm"), "console:cycle"),
    Tab(_("Few or many"), "console:concentration"),
    Tab(_("First and repeat"), "console:first_repeat"),
    Tab(_("Prepare"), "console:demand"),
    Tab(_("Needs and likes"), "console:analytics_needs"),
    Tab(_("Ahead"), "console:foretold"),
)
