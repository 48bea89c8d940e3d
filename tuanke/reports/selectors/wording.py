"""What reports measure, by what and over which days, in the merchant's words."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tuanke.kit.rules import RuleError
from tuanke.reports.domain.breakdowns import BREAKDOWNS
from tuanke.reports.domain.periods import Calendar, Days, Period
from tuanke.reports.selectors.offering import find_attribute
from tuanke.segments.selectors.window_wording import window_in_words
from tuanke.ui import formats

Text = str | Promise

MEASURE_NAMES: Mapping[str, Text] = {
    "customers": gettext_lazy("Customers who bought"),
    "orders": gettext_lazy("Orders"),
    "lines": gettext_lazy("Order lines"),
    "pieces": gettext_lazy("Pieces sold"),
    "revenue": gettext_lazy("Net revenue"),
    "margin": gettext_lazy("Margin"),
    "margin_share": gettext_lazy("Margin of revenue"),
    "average_order": gettext_lazy("Revenue per order"),
    "orders_per_customer": gettext_lazy("Orders per customer"),
    "revenue_per_customer": gettext_lazy("Revenue per customer"),
    "margin_per_customer": gettext_lazy("Margin per customer"),
    "returned": gettext_lazy("Customers who came back"),
    "came_back": gettext_lazy("Share who came back"),
    "new_customers": gettext_lazy("New customers"),
    "first_revenue": gettext_lazy("Revenue of first orders"),
    "repeat_revenue": gettext_lazy("Revenue of repeat orders"),
    "repeat_share": gettext_lazy("Repeat orders of revenue"),
    "first_margin": gettext_lazy("Margin of first orders"),
    "repeat_margin": gettext_lazy("Margin of repeat orders"),
    "refunded": gettext_lazy("Refunds"),
    "refund_orders": gettext_lazy("Orders with a refund"),
    "refund_share": gettext_lazy("Refunds of sales"),
    "acts": gettext_lazy("Interactions"),
    "actors": gettext_lazy("Customers who interacted"),
    "people": gettext_lazy("Customers in the archive"),
    "bought_share": gettext_lazy("Share of the archive who bought"),
    "joined": gettext_lazy("Newly archived"),
}
BREAKDOWN_NAMES: Mapping[str, Text] = {
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "year": gettext_lazy("Year"),
    "month_of_year": gettext_lazy("Month of the year (season)"),
    "weekday": gettext_lazy("Day of the week"),
    "hour": gettext_lazy("Hour of the day"),
    "category": gettext_lazy("Category"),
    "product": gettext_lazy("Product"),
    "first_or_repeat": gettext_lazy("First or repeat order"),
    "cohort": gettext_lazy("Month of the first order"),
    "act": gettext_lazy("Kind of interaction"),
    "act_channel": gettext_lazy("Channel of the interaction"),
}
COMPARISON_NAMES: Mapping[str, Text] = {
    "before": gettext_lazy("the period before"),
    "last_year": gettext_lazy("the same days last year"),
}
CALENDAR_NAMES: Mapping[tuple[str, bool], Text] = {
    ("week", False): gettext_lazy("this week"),
    ("month", False): gettext_lazy("this month"),
    ("quarter", False): gettext_lazy("this quarter"),
    ("year", False): gettext_lazy("this year"),
    ("week", True): gettext_lazy("last week"),
    ("month", True): gettext_lazy("last month"),
    ("quarter", True): gettext_lazy("last quarter"),
    ("year", True): gettext_lazy("last year"),
}
ERRORS: Mapping[str, Text] = {
    "no_measure": gettext_lazy("Choose at least one figure."),
    "too_many": gettext_lazy("Eight figures and two breakdowns at most."),
    "nothing_before": gettext_lazy("There is nothing before all the time: choose a period to compare."),
    "needs_a_range": gettext_lazy("The first day must be before the last one."),
    "wrong_type": gettext_lazy("Choose the first day and the last one."),
    "unknown_segment": gettext_lazy("Choose a segment; the one meant before is gone."),
}
NOT_KNOWN = pgettext_lazy("report", "Not known")
OTHERS = pgettext_lazy("report", "All others")


def breakdown_name(name: str) -> str:
    """An attribute that is no more is called by its code."""
    if name in BREAKDOWNS:
        return str(BREAKDOWN_NAMES[name])
    source = find_attribute(name)
    return str(source.label) if source else name


def period_in_words(period: Period) -> str:
    if isinstance(period, Calendar):
        if period.back > 1:
            return _("the %(unit)s %(n)s before this one") % {
                "unit": BREAKDOWN_NAMES[period.unit],
                "n": period.back,
            }
        return str(CALENDAR_NAMES[period.unit, bool(period.back)])
    return window_in_words(period) or _("all the time")


def days_in_words(days: Days) -> str:
    last = days.end - timedelta(days=1)
    if days.first is None:
        return _("all the time")
    return _("%(first)s to %(last)s") % {"first": formats.day(days.first), "last": formats.day(last)}


def error_in_words(error: RuleError) -> str:
    """Of a question somebody put together."""
    code, _separator, measure = error.code.partition(":")
    if code == "does_not_fit":
        return _("“%(measure)s” cannot be broken down so: take another breakdown, or leave it out.") % {
            "measure": MEASURE_NAMES[measure]
        }
    return str(ERRORS.get(code, _("This report asks for something that no longer exists.")))


def bucket_in_words(unit: str, day: date) -> str:
    """A day, week, month, quarter or year by its first day."""
    if unit in {"month", "cohort"}:
        return f"{day:%Y-%m}"
    if unit == "quarter":
        return f"{day.year} Q{(day.month + 2) // 3}"
    return f"{day.year}" if unit == "year" else f"{day:%Y-%m-%d}"
