"""Built-in reports: needs, goods, when they are bought, and what is given back."""

from django.utils.translation import gettext_lazy as _

from tuanke.reports.selectors.built_in_returning import YEAR, Group

NEEDS = (
    (
        "needs",
        _("What do customers care about most?"),
        _("Every customer's need, from what they bought and said, as of today."),
        {
            "measures": ["people", "customers", "revenue", "average_order", "came_back"],
            "by": ["class.need"],
            "period": YEAR,
        },
    ),
    (
        "need-trend",
        _("Does demand grow, and in which season?"),
        _("Pieces sold month by month against the same month last year: what repeats is the season."),
        {
            "measures": ["pieces", "revenue", "customers"],
            "by": ["month"],
            "period": YEAR,
            "compared": "last_year",
        },
    ),
    (
        "need-season",
        _("Which category is wanted in which month?"),
        _("All years together, by month of the year: the dark cells are the season."),
        {"measures": ["pieces"], "by": ["category", "month_of_year"]},
    ),
    (
        "need-by-month",
        _("Which needs grow, which shrink?"),
        _("Revenue by month and by the need a customer has today."),
        {"measures": ["revenue"], "by": ["month", "class.need"], "period": YEAR},
    ),
    (
        "preference",
        _("What do customers like?"),
        _("By the category most of what a customer did and bought belongs to."),
        {
            "measures": ["people", "customers", "revenue", "came_back"],
            "by": ["class.interest"],
            "period": YEAR,
        },
    ),
    (
        "scene",
        _("For business or for leisure?"),
        _("By the scene of what customers buy."),
        {"measures": ["people", "revenue", "average_order"], "by": ["class.scene"], "period": YEAR},
    ),
    (
        "acts",
        _("What do customers look at?"),
        _("Views, likes, comments and the like by category."),
        {"measures": ["acts", "actors"], "by": ["category", "act"], "period": {"last": 90, "unit": "day"}},
    ),
)
GOODS = (
    (
        "best-sellers",
        _("What sells best, and does it pay?"),
        _("Products by revenue, with their margin."),
        {
            "measures": ["revenue", "pieces", "margin", "margin_share", "customers"],
            "by": ["product"],
            "period": {"last": 90, "unit": "day"},
            "compared": "before",
        },
    ),
    (
        "categories",
        _("Which categories grow?"),
        _("Revenue by category against the same days last year."),
        {
            "measures": ["revenue", "margin", "customers", "orders"],
            "by": ["category"],
            "period": {"last": 90, "unit": "day"},
            "compared": "last_year",
        },
    ),
)
TIMES = (
    (
        "trend",
        _("Is business growing?"),
        _("Month by month against the same month last year."),
        {
            "measures": ["revenue", "orders", "customers", "average_order", "margin"],
            "by": ["month"],
            "period": YEAR,
            "compared": "last_year",
        },
    ),
    (
        "season",
        _("Which months of the year are busy?"),
        _("Revenue by year and month."),
        {"measures": ["revenue"], "by": ["year", "month_of_year"]},
    ),
    (
        "hours",
        _("On which days, at which hours do most orders come?"),
        _("By the shop's clock; files without a time of day have no hour."),
        {"measures": ["orders"], "by": ["weekday", "hour"], "period": YEAR},
    ),
)
REFUNDS = (
    (
        "refunds-categories",
        _("Which categories are sent back?"),
        _("Refunds as part of what was sold before they were given."),
        {
            "measures": ["refunded", "refund_share", "refund_orders"],
            "by": ["category"],
            "period": YEAR,
        },
    ),
    (
        "refunds-goods",
        _("Which products cost us refunds?"),
        _("Refunds count on the day of their order."),
        {"measures": ["refunded", "refund_share", "refund_orders"], "by": ["product"], "period": YEAR},
    ),
    (
        "refunds-months",
        _("Are refunds becoming more?"),
        _("Refunds as part of sales, month by month; the latest orders may still be sent back."),
        {
            "measures": ["refund_share", "refunded", "refund_orders"],
            "by": ["month"],
            "period": YEAR,
            "compared": "last_year",
        },
    ),
)
GROUPS: tuple[Group, ...] = (
    (_("Needs and preferences"), NEEDS),
    (_("Goods"), GOODS),
    (_("Times"), TIMES),
    (_("Returns and refunds"), REFUNDS),
)
