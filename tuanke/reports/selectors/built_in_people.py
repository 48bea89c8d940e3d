"""Built-in reports: classes of customers, organisations, regions, and who looks after them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tuanke.reports.selectors.built_in_returning import YEAR, Group


def _by_class(dimension: str, *measures: str) -> dict[str, Any]:
    return {"measures": list(measures), "by": [f"class.{dimension}"], "period": YEAR}


CLASSES = (
    (
        "value",
        _("How much do high-value customers bring?"),
        _("By the value a customer has today."),
        _by_class("value", "margin", "people", "revenue", "margin_per_customer", "came_back"),
    ),
    (
        "lifecycle",
        _("Where in their life with us are our customers?"),
        _("By today's stage; revenue of the chosen days."),
        _by_class("lifecycle", "people", "customers", "revenue", "bought_share"),
    ),
    (
        "abc",
        _("How much do the best customers bring?"),
        _("A, B and C by margin."),
        _by_class("abc", "margin", "people", "revenue", "margin_per_customer"),
    ),
    (
        "frequency",
        _("Do those who come often spend more per order?"),
        _("By how often a customer comes today."),
        _by_class("frequency", "average_order", "people", "orders", "revenue"),
    ),
)
ORGANISATIONS = (
    (
        "kinds",
        _("What do organisations buy, and what persons?"),
        _("Company orders against those of consumers."),
        {
            "measures": ["revenue", "customers", "orders", "average_order", "margin", "came_back"],
            "by": ["kind"],
            "period": YEAR,
        },
    ),
    (
        "organisations-goods",
        _("Which categories do organisations order?"),
        _("Organisations only."),
        {
            "measures": ["revenue", "customers", "pieces", "margin_share"],
            "by": ["category"],
            "period": YEAR,
            "whom": {"attr": "kind", "op": "eq", "value": "org"},
        },
    ),
)
REGIONS = (
    (
        "provinces",
        _("Where do our customers live?"),
        _("By province, as in the archive."),
        {"measures": ["revenue", "people", "customers", "came_back"], "by": ["province"], "period": YEAR},
    ),
    (
        "cities",
        _("Which cities buy most?"),
        _("By city, as in the archive."),
        {"measures": ["revenue", "customers", "average_order"], "by": ["city"], "period": YEAR},
    ),
)
TEAM = (
    (
        "owners",
        _("Whose customers buy, and come back?"),
        _("By who looks after a customer today, not who did at the time."),
        {
            "measures": ["revenue", "people", "customers", "margin", "came_back"],
            "by": ["owner"],
            "period": YEAR,
            "compared": "before",
        },
    ),
)
GROUPS: tuple[Group, ...] = (
    (_("Classes of customers"), CLASSES),
    (_("Organisations"), ORGANISATIONS),
    (_("Regions"), REGIONS),
    (_("Staff"), TEAM),
)
