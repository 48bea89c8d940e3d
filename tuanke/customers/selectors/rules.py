"""What conditions may ask about a customer as archived."""

from django.utils.translation import gettext_lazy as _

from tuanke.customers.models import Customer
from tuanke.kit.rules import Attribute, RuleAttribute

CUSTOMERS = (
    RuleAttribute(
        "kind",
        Attribute("choice", tuple(Customer.Kind.values)),
        "kind",
        _("Kind"),
        dict(Customer.Kind.choices),
    ),
    RuleAttribute("province", Attribute("text"), "province", _("Province")),
    RuleAttribute("city", Attribute("text"), "city", _("City")),
    RuleAttribute("channel", Attribute("text"), "channel", _("Came from")),
)
