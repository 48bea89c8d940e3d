"""By kind of finding: the claim both ways, what the number is, what it is held against, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
AGAIN = _("ordered again within 90 days")
OTHERS = _("of all other newcomers %(other)s")
NEWCOMERS = _("newcomers")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """`more`: where the number is above what it is held against. `more_is_good` decides the colour."""

    more: Text
    less: Text
    what: Text = AGAIN
    against: Text = OTHERS
    unit: Text = NEWCOMERS
    advice_more: Text
    advice_less: Text
    more_is_good: bool = True


SENTENCES: dict[str, Sentence] = {
    "category": Sentence(
        more=_("Whoever starts with %(subject)s comes back more often"),
        less=_("Whoever starts with %(subject)s comes back less often"),
        advice_more=_("Show %(subject)s to newcomers first."),
        advice_less=_("Ask a few of them what was missing, and offer something else with the second order."),
    ),
    "product": Sentence(
        more=_("Whoever first takes “%(subject)s” comes back more often"),
        less=_("Whoever first takes “%(subject)s” comes back less often"),
        advice_more=_("A good first order: use it to win newcomers."),
        advice_less=_("Look at its quality and at what is promised about it."),
    ),
    "basket": Sentence(
        more=_("Whoever takes several goods at first comes back more often"),
        less=_("Whoever takes several goods at first comes back less often"),
        against=_("of those who took one %(other)s"),
        advice_more=_("Put a second good beside the first one in every group deal."),
        advice_less=_("A full first basket may be a stock for long: write later."),
    ),
    "discount": Sentence(
        more=_("Whoever first came by a discount comes back more often"),
        less=_("Whoever first came by a discount comes back less often"),
        against=_("of those who paid the full price %(other)s"),
        advice_more=_("The discount pays: keep it for first orders."),
        advice_less=_("Discounts bring people who buy once: give a reason to return with the parcel."),
    ),
    "size": Sentence(
        more=_("Whoever spends much at first comes back more often"),
        less=_("Whoever spends much at first comes back less often"),
        against=_("of the other four fifths %(other)s"),
        advice_more=_("Greet the big first orders personally."),
        advice_less=_("Many big first orders stay the only one: call them before the quarter is over."),
    ),
    "kind": Sentence(
        more=_("Organisations come back more often than persons"),
        less=_("Organisations come back less often than persons"),
        against=_("of persons %(other)s"),
        advice_more=_("Look for more of them."),
        advice_less=_("Ask who decides there, and when they order next."),
    ),
    "channel": Sentence(
        more=_("Customers from “%(subject)s” come back more often"),
        less=_("Customers from “%(subject)s” come back less often"),
        advice_more=_("Spend more of the effort there."),
        advice_less=_("Check whether they were promised what they got."),
    ),
    "cohort": Sentence(
        more=_("The newcomers of %(subject)s came back more often than those before"),
        less=_("The newcomers of %(subject)s came back less often than those before"),
        against=_("of the newcomers of the six months before %(other)s"),
        unit=_("newcomers of the month"),
        advice_more=_("Find out what was different that month, and do it again."),
        advice_less=_("Look at what they bought and who brought them; write to them now."),
    ),
    "cooling": Sentence(
        more=_("Your best customers order more than they did"),
        less=_("Your best customers are cooling"),
        what=_("of the best fifth ordered in the last 13 weeks"),
        against=_("of the best fifth in the 13 weeks after %(origin)s it was %(other)s"),
        unit=_("best customers"),
        advice_more=_("Thank them."),
        advice_less=_("Call those who have not ordered, the largest first."),
    ),
    "weekday": Sentence(
        more=_("%(subject)s brings more orders than other days"),
        less=_("%(subject)s brings fewer orders than other days"),
        what=_("of all orders of the last 52 weeks"),
        against=_("evenly it would be %(other)s"),
        unit=_("orders"),
        advice_more=_("Publish the group deal the evening before."),
        advice_less=_("A good day for stocktaking and calls."),
    ),
    "refund": Sentence(
        more=_("“%(subject)s” comes back more often than other goods"),
        less=_("“%(subject)s” comes back less often than other goods"),
        what=_("of its buyers of the last year were given money back"),
        against=_("of the buyers of other goods %(other)s"),
        unit=_("buyers"),
        more_is_good=False,
        advice_more=_("Check the batch, the packing and the description."),
        advice_less=_("Learn from how it is packed and described."),
    ),
    "festival": Sentence(
        more=_("Before %(festival)s %(subject)s is asked for more: prepare by %(on)s"),
        less=_("Before %(festival)s %(subject)s is asked for less"),
        what=_("as many buyers in the four weeks before %(past)s"),
        against=_("as in the four weeks before those"),
        unit=_("buyers before the festival"),
        advice_more=_("Order in time, and offer it first to those who bought it last year."),
        advice_less=_("Order less of it for those weeks."),
    ),
    "repeat_margin": Sentence(
        more=_("A repeat order brings more margin than a first one"),
        less=_("A repeat order brings less margin than a first one"),
        what=_("of margin per repeat order"),
        against=_("per first order %(other)s"),
        unit=_("repeat customers"),
        advice_more=_("A second order is worth more than a new name: work the list of today."),
        advice_less=_("Look whether regulars only buy what is reduced."),
    ),
}
