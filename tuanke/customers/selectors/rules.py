"""What conditions may ask about a customer as archived."""

from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models import ContactPoint, Customer, LifeEvent, Touch
from tuanke.customers.models.touch import CHANNEL_NAMES
from tuanke.customers.selectors.rule_consents import CONSENTS
from tuanke.customers.selectors.rule_values import contacts, life_events, touches
from tuanke.kit.rules import Attribute, RuleAttribute, RuleValues

CHANNELS: dict[str, object] = {channel.value: name for channel, name in CHANNEL_NAMES.items()}
COLUMNS = (
    RuleAttribute(
        "kind",
        Attribute("choice", tuple(Customer.Kind.values)),
        "kind",
        _("Kind"),
        dict(Customer.Kind.choices),
    ),
    RuleAttribute("province", Attribute("text"), "province", _("Province")),
    RuleAttribute("city", Attribute("text"), "city", _("City")),
    RuleAttribute(
        "created_on",
        Attribute("day"),
        TruncDate("created_at", tzinfo=timezone.get_default_timezone()),
        _("In the archive since"),
    ),
    RuleAttribute("channel", Attribute("text"), "channel", _("Came from"), CHANNELS),
)
LABELS = {
    "first": {
        "campaign": _("First campaign"),
        "keyword": _("First search word"),
        "referrer": _("First came through"),
    },
    "last": {
        "channel": _("Most recently came from"),
        "campaign": _("Most recent campaign"),
        "keyword": _("Most recent search word"),
        "referrer": _("Most recently came through"),
    },
}  # the channel of the first touch is the customer's own
TOUCHES = tuple(
    RuleAttribute(
        f"touch.{which}.{field}",
        Attribute("text"),
        RuleValues(touches(Touch.Which(which), field)),
        label,
        CHANNELS if field == "channel" else {},
    )
    for which, labels in LABELS.items()
    for field, label in labels.items()
)
DAYS = tuple(
    RuleAttribute(
        f"day.{kind}", Attribute("anniversary"), RuleValues(life_events, are_named=True), kind.label
    )
    for kind in LifeEvent.Kind
)
REACHED = (
    RuleAttribute(
        "contact",
        Attribute("set", tuple(ContactPoint.Type.values)),
        RuleValues(contacts),
        _("Can be reached by"),
        dict(ContactPoint.Type.choices),
    ),
)
CUSTOMERS = (*COLUMNS, *TOUCHES, *DAYS, *REACHED, *CONSENTS)
