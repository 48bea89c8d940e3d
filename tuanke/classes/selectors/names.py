"""The names of dimensions and classes, and their colours. Needs no database: `tuanke analyze` has none."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

Text = str | Promise

DIMENSION_NAMES: Mapping[str, Text] = {
    "value": gettext_lazy("Value"),
    "lifecycle": gettext_lazy("Lifecycle"),
    "need": pgettext_lazy("dimension", "Need"),
    "behaviour": pgettext_lazy("dimension", "Behaviour"),
    "source": pgettext_lazy("dimension", "Source"),
    "interest": pgettext_lazy("dimension", "Interest"),
    "scene": pgettext_lazy("dimension", "Scene"),
    "frequency": gettext_lazy("Frequency"),
    "amount": gettext_lazy("Amount"),
    "abc": gettext_lazy("ABC by margin"),
}
CLASS_NAMES: Mapping[str, Mapping[str, Text]] = {
    "value": {
        "high_value": gettext_lazy("High value"),
        "potential_high_value": gettext_lazy("Potential high value"),
        "ordinary": gettext_lazy("Ordinary"),
        "unknown": gettext_lazy("Unknown"),
    },
    "lifecycle": {
        "potential": pgettext_lazy("lifecycle", "Prospect"),
        "first": pgettext_lazy("lifecycle", "First order"),
        "active": pgettext_lazy("lifecycle", "Active"),
        "dormant": pgettext_lazy("lifecycle", "Dormant"),
        "lost": pgettext_lazy("lifecycle", "Lost"),
        "returned": pgettext_lazy("lifecycle", "Came back"),
    },
    "need": {
        "price": pgettext_lazy("need", "Price first"),
        "quality": pgettext_lazy("need", "Quality first"),
        "service": pgettext_lazy("need", "Service first"),
        "balanced": pgettext_lazy("need", "Balanced"),
        "unknown": pgettext_lazy("need", "Need unknown"),
    },
    "behaviour": {
        "active": pgettext_lazy("behaviour", "Active"),
        "potential": pgettext_lazy("behaviour", "Interested, not bought yet"),
        "inactive": pgettext_lazy("behaviour", "Inactive"),
        "unknown": gettext_lazy("Unknown"),
    },
    "source": {
        "social": gettext_lazy("Social media"),
        "search": gettext_lazy("Search"),
        "referral": gettext_lazy("Recommended by a customer"),
        "group_leader": gettext_lazy("Group leader"),
        "direct": gettext_lazy("Direct"),
        "offline": gettext_lazy("Offline"),
        "sales_outreach": gettext_lazy("Approached by sales"),
        "marketplace": gettext_lazy("Marketplace"),
        "partner": gettext_lazy("Partner"),
        "import": gettext_lazy("Import"),
        "unknown": pgettext_lazy("source", "Source unknown"),
    },
    "interest": {"unknown": pgettext_lazy("interest", "Interest unknown")},
    "scene": {
        "business": gettext_lazy("Business"),
        "leisure": gettext_lazy("Leisure"),
        "unknown": pgettext_lazy("scene", "Scene unknown"),
    },
    "frequency": {
        "high": pgettext_lazy("frequency", "Often"),
        "mid": pgettext_lazy("frequency", "Now and then"),
        "low": pgettext_lazy("frequency", "Seldom"),
        "unknown": gettext_lazy("Unknown"),
    },
    "amount": {
        "high": pgettext_lazy("amount", "High spender"),
        "mid": pgettext_lazy("amount", "Middle spender"),
        "low": pgettext_lazy("amount", "Low spender"),
        "unknown": gettext_lazy("Unknown"),
    },
    "abc": {
        "A": gettext_lazy("A"),
        "B": gettext_lazy("B"),
        "C": gettext_lazy("C"),
        "loss": gettext_lazy("Loss"),
        "unknown": gettext_lazy("Unknown"),
    },
}
TONES: Mapping[str, str] = {
    "high_value": "accent",
    "potential_high_value": "info",
    "active": "good",
    "first": "info",
    "returned": "good",
    "dormant": "warn",
    "lost": "bad",
    "high": "accent",
    "A": "accent",
    "loss": "bad",
    "inactive": "warn",
    "price": "info",
    "quality": "info",
    "service": "info",
}


def class_name(dimension: str, code: str) -> Text:
    return CLASS_NAMES[dimension].get(code, code)


def tone(code: str) -> str:
    return TONES.get(code, "neutral")
