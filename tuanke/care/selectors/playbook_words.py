"""The playbooks every shop begins with: the pairs of class and treatment of the classification article (B8)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Class = tuple[str, str]  # dimension, code


@dataclass(frozen=True)
class Treatment:
    """What to offer, what to show and tell, how to serve; blank where a class asks for nothing particular."""

    offer: Text = ""
    content: Text = ""
    service: Text = ""


SHIPPED: Mapping[Class, Treatment] = {
    ("need", "price"): Treatment(
        offer=_("Coupons, discounts, offers for a limited time."),
        content=_("How many more pieces reach the next group price; what a bundle saves."),
    ),
    ("need", "quality"): Treatment(
        offer=_("A sample of something better. Do not begin with a discount."),
        content=_("Certificates, other customers' reviews, the name of the brand."),
        service=_("Ask after delivery whether the quality was right."),
    ),
    ("need", "service"): Treatment(
        offer=_("Fast delivery for free rather than a lower price."),
        content=_("What happens after the sale: who answers, and how soon."),
        service=_("One person who looks after them, quicker answers, delivery when it suits them."),
    ),
    ("frequency", "high"): Treatment(
        offer=_("Member discount, points, something only they get."),
        content=_("What is new in what they buy; the usual order once more in one step."),
    ),
    ("frequency", "mid"): Treatment(
        offer=_("Something for a limited time when their usual gap is nearly over."),
        content=_("Regular deals and best sellers of their categories."),
    ),
    ("frequency", "low"): Treatment(
        offer=_("A coupon that brings them back, and some without it to see what it does."),
        content=_("Regular deals and what sells best just now."),
    ),
    ("amount", "high"): Treatment(
        offer=_("First choice of new goods."),
        content=_("Recommendations picked for them."),
        service=_("VIP service: one person of their own, always answered first."),
    ),
    ("amount", "low"): Treatment(
        offer=_("More for the money: bundles and good value goods."),
        content=_("What goes with what they bought last."),
    ),
    ("source", "social"): Treatment(
        offer=_("A reward for bringing friends."),
        content=_("Things to join in and worth sharing."),
    ),
    ("source", "search"): Treatment(
        content=_("Pages that answer the words they searched for; keep an eye on which words bring buyers."),
    ),
    ("behaviour", "active"): Treatment(
        offer=_("Events for members only."),
        content=_("Things to join in; news about what they look at."),
    ),
    ("behaviour", "potential"): Treatment(
        offer=_("An offer for the first order, or a trial."),
        content=_("Deals at regular intervals, about what they looked at."),
    ),
    ("value", "high_value"): Treatment(
        offer=_("Longer credit and a solution to the whole of what they need."),
        service=_("Special treatment: a visit each quarter, problems solved by the one who may decide."),
    ),
    ("value", "potential_high_value"): Treatment(
        offer=_("A reason to come back soon: the next order of what they took."),
        service=_("A personal word after the first delivery."),
    ),
    ("lifecycle", "dormant"): Treatment(
        offer=_("No offer before the reason is known."),
        service=_("Call and ask how the last order was; write the reason down."),
    ),
    ("lifecycle", "lost"): Treatment(
        offer=_("One good offer to come back, once the reason is known."),
        service=_("One call; then a word each quarter, no more."),
    ),
}
