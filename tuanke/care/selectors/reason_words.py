"""The reasons of today's list in words. Needs no database: `tuanke analyze` has none."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuanke.ui import formats

Text = str | Promise


@dataclass(frozen=True)
class ReasonWords:
    """A reason's name, the question it answers, the next step and its colour."""

    name: Text
    lead: Text
    next_step: Text
    tone: str


REASONS: Mapping[str, ReasonWords] = {
    "cooling": ReasonWords(
        gettext_lazy("Valuable and cooling"),
        gettext_lazy("Used to buy often or much, and is past one and a half times their own rhythm."),
        gettext_lazy("Call and ask how the last order was; no offer before you know the reason."),
        "warn",
    ),
    "just_lost": ReasonWords(
        gettext_lazy("Just lost"),
        gettext_lazy(
            "Was valuable and has been silent for three times their rhythm, since a fortnight at most."
        ),
        gettext_lazy("Call once, ask why they stopped, and note the reason."),
        "bad",
    ),
    "overdue": ReasonWords(
        gettext_lazy("Order is due"),
        gettext_lazy("Has a rhythm of their own, and the next order has not come."),
        gettext_lazy("Remind them of what they usually buy."),
        "info",
    ),
    "second_order": ReasonWords(
        gettext_lazy("Second order"),
        gettext_lazy("Ordered once, about as long ago as others take to order again."),
        gettext_lazy("Ask whether everything arrived well, and show what goes with it."),
        "accent",
    ),
    "season": ReasonWords(
        gettext_lazy("Festival order due"),
        gettext_lazy("Orders for this festival in other years, and has not yet this year."),
        gettext_lazy("Call with last time's order at hand, and ask whether to put the same aside."),
        "warn",
    ),
    "new_potential": ReasonWords(
        gettext_lazy("Promising newcomer"),
        gettext_lazy("A large first order within the last fortnight."),
        gettext_lazy("Say thank you in person, and ask what they will need next."),
        "accent",
    ),
    "unreachable": ReasonWords(
        gettext_lazy("No working number"),
        gettext_lazy("Valuable, and every number they gave has stopped working."),
        gettext_lazy("Ask for a working number with their next order, or in the shop's chat."),
        "bad",
    ),
    "date_ahead": ReasonWords(
        gettext_lazy("A day to remember"),
        gettext_lazy("A birthday or founding day within the week, solar or lunar."),
        gettext_lazy("Send a greeting by name; no offer in it."),
        "good",
    ),
    "returned": ReasonWords(
        gettext_lazy("Came back"),
        gettext_lazy("Ordered again after a long silence."),
        gettext_lazy("Say thank you, and ask what brought them back."),
        "good",
    ),
}


def reason_words(code: str) -> ReasonWords:
    return REASONS[code]


def why(code: str, *, gap_days: float, recency_days: int, orders: int) -> str:
    """The one sentence that belongs to this customer: their rhythm, their last order."""
    facts = {"gap": formats.days(gap_days), "ago": formats.days(recency_days), "orders": orders}
    if code == "second_order":
        return _("First order %(ago)s ago; others order again after about %(gap)s.") % facts
    if code == "new_potential":
        return _("First order %(ago)s ago, and a large one.") % facts
    if code == "unreachable":
        return _("None of the numbers on file works; the last order was %(ago)s ago.") % facts
    if code == "returned":
        return _("Ordered again %(ago)s ago after a long silence; %(orders)s orders so far.") % facts
    return _("Orders about every %(gap)s, the last one was %(ago)s ago; %(orders)s orders so far.") % facts
