"""What conditions may ask about the interests a customer's behaviour shows."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from tuanke.facts.models import CustomerInterest
from tuanke.kit.rules import Attribute, RuleAttribute, RuleValues


def _interests() -> QuerySet[CustomerInterest]:
    return CustomerInterest.objects.annotate(asked_customer_id=F("customer_id"), asked_value=F("category"))


def _main() -> QuerySet[CustomerInterest]:
    return _interests().filter(is_main=True)


INTERESTS = (
    RuleAttribute(
        "interest", Attribute("set"), RuleValues(_interests, customer="customer_id"), _("Interests")
    ),
    RuleAttribute(
        "interest.main", Attribute("text"), RuleValues(_main, customer="customer_id"), _("Main interest")
    ),
)
