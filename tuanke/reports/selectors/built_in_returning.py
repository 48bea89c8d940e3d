"""Built-in reports: who comes back, and where customers come from."""

from typing import Any

from django.utils.translation import gettext_lazy as _

YEAR = {"last": 12, "unit": "month"}
Group = tuple[Any, tuple[tuple[str, Any, Any, dict[str, Any]], ...]]

COMING_BACK = (
    (
        "repeat-orders",
        _("How much do returning customers bring?"),
        _("A repeat order is one after the day of the customer's first order."),
        {
            "measures": ["repeat_revenue", "repeat_share", "first_revenue", "repeat_margin"],
            "by": ["month"],
            "period": YEAR,
            "compared": "last_year",
        },
    ),
    (
        "first-and-repeat",
        _("What does a first order bring, and what a repeat order?"),
        _("Margin after known cost; where no cost is known, by the shop's stated margin or the revenue."),
        {
            "measures": ["margin", "revenue", "margin_share", "orders", "average_order"],
            "by": ["first_or_repeat"],
            "period": YEAR,
        },
    ),
    (
        "goods-that-return",
        _("Which goods bring customers back?"),
        _("Customers who bought the product on two or more days."),
        {
            "measures": ["returned", "came_back", "customers", "revenue"],
            "by": ["product"],
            "period": YEAR,
        },
    ),
    (
        "categories-that-return",
        _("Which categories do customers buy again?"),
        _("Customers who bought from the category on two or more days."),
        {
            "measures": ["came_back", "returned", "customers", "revenue"],
            "by": ["category"],
            "period": YEAR,
            "sort": "customers",
        },
    ),
    (
        "cohorts",
        _("In which month came the customers who are worth most?"),
        _("Everybody by the month of their first order; older months have had more time."),
        {
            "measures": ["margin_per_customer", "customers", "came_back", "revenue_per_customer"],
            "by": ["cohort"],
        },
    ),
    (
        "high-value-lately",
        _("Have high-value customers bought less lately?"),
        _("Those who are of high value today, week by week."),
        {
            "measures": ["revenue", "customers", "orders"],
            "by": ["week"],
            "period": {"last": 6, "unit": "month"},
            "compared": "last_year",
            "whom": {"attr": "class.value", "op": "eq", "value": "high_value"},
        },
    ),
)
SOURCES = (
    (
        "source-again",
        _("From which source do customers come who buy again?"),
        _("By where a customer first came from; shares of fewer than five customers are left out."),
        {
            "measures": ["came_back", "customers", "orders_per_customer", "revenue_per_customer"],
            "by": ["class.source"],
            "period": YEAR,
            "sort": "customers",
        },
    ),
    (
        "source-revenue",
        _("What does each channel bring?"),
        _("By the channel of the first touch."),
        {
            "measures": ["revenue", "margin", "customers", "people", "bought_share"],
            "by": ["channel"],
            "period": YEAR,
        },
    ),
    (
        "new-customers",
        _("How many new customers come each month?"),
        _("New is who ordered for the first time."),
        {
            "measures": ["new_customers", "first_revenue"],
            "by": ["month"],
            "period": YEAR,
            "compared": "last_year",
        },
    ),
    (
        "new-by-source",
        _("Where do new customers come from, month by month?"),
        _("First orders by month and source."),
        {"measures": ["new_customers"], "by": ["month", "class.source"], "period": YEAR},
    ),
)
GROUPS: tuple[Group, ...] = ((_("Coming back"), COMING_BACK), (_("Sources"), SOURCES))
