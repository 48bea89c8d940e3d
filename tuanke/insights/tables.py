"""The shapes that enter and leave this package, and one check for them.

Money is an integer number of fen, days are business days of the shop's one zone. A row that is wrong by
these shapes is a fault of the caller, so `check` raises; it reads the schema only and executes nothing.
"""

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

ORDER_LINES = ibis.schema(
    {
        "customer_id": "int64",
        "order_id": "int64",
        "line_no": "int32",
        "ordered_at": "timestamp",  # UTC, without a zone
        "ordered_on": "date",  # business day; of a refund: the day it was given, else that of its order
        "product_id": "int64",  # NULL when the source names no product
        "category": "string",  # NULL likewise
        "quantity": "int64",
        "revenue_fen": "int64",  # net of discounts; negative = refund
        "margin_fen": "int64",  # same sign; `margin_basis` says what it was made from
        "margin_basis": "string",  # 'cost' | 'shop_margin' | 'revenue'
        "is_order": "boolean",  # the row's order has at least one row >= 0; False for a pure refund
    }
)

REFUNDS = ibis.schema(
    {
        "customer_id": "int64",
        "order_id": "int64",
        "line_no": "int32",
        "ordered_at": "timestamp",  # UTC, without a zone
        "ordered_on": "date",  # business day of the order: sources do not say when it was given back
        "product_id": "int64",  # NULL when the source names no product
        "category": "string",  # NULL likewise
        "quantity": "int64",  # of the whole line
        "revenue_fen": "int64",  # negative
    }
)

# Lines with what was taken off the list price of the whole line, in fen; NULL where nobody knows.
LISTED_LINES = ibis.schema({**dict(ORDER_LINES.items()), "discount_fen": "int64"})

CUSTOMERS = ibis.schema(
    {
        "customer_id": "int64",  # unique; every customer_id of ORDER_LINES is present
        "kind": "string",  # 'person' | 'org'
        "created_on": "date",
    }
)

INTERACTIONS = ibis.schema(
    {
        "customer_id": "int64",
        "interaction_id": "int64",  # unique; the later one of two at one moment has the higher
        "type": "string",  # browse, comment, like, share, favourite, cart, enquiry, follow, participate
        "occurred_at": "timestamp",  # UTC, without a zone
        "occurred_on": "date",  # business day
        "channel": "string",  # where it happened; NULL when the source does not say, here and below
        "product_id": "int64",
        "category": "string",
        "campaign": "string",
        "keyword": "string",
    }
)

CUSTOMER_INTERESTS = ibis.schema(
    {
        "customer_id": "int64",
        "category": "string",
        "share_percent": "int64",  # of the customer's weighted acts, 0-100
        "lines": "int64",  # bought in it, ever
        "acts": "int64",  # interactions with it, ever
        "is_main": "boolean",  # 60 % of the weight or more, before rounding
    }
)

CUSTOMER_ENGAGEMENTS = ibis.schema(
    {
        "customer_id": "int64",  # of those who ever did anything but buy
        "as_of": "date",
        "score": "float64",  # fading weights of what they did
        "recent_acts": "int64",  # in the last 180 days
        "last_on": "date",
    }
)

CUSTOMER_NEEDS = ibis.schema(
    {
        "customer_id": "int64",
        "as_of": "date",
        "lines": "int64",  # sold, ever
        "need": "string",
        "second_need": "string",
        "price_score": "float64",  # 0-100; NULL below three lines or without a signal
        "quality_score": "float64",
        "service_score": "float64",
        **{
            f"{signal}_{part}": kind
            for signal in ("deal", "tier", "spend_tier", "return", "contact")
            for part, kind in {
                "n": "int64",  # lines or orders behind it
                "own": "float64",
                "expected": "float64",
                "percentile": "float64",
            }.items()
        },
    }
)

CUSTOMER_SCORES = ibis.schema(
    {
        "customer_id": "int64",
        "as_of": "date",
        "recency_days": "int64",
        "frequency": "int64",  # purchase days in the window; 0 is known, not missing
        "monetary_fen": "int64",
        "orders": "int64",
        "purchase_days": "int64",
        "revenue_fen": "int64",
        "margin_fen": "int64",
        "aov_fen": "int64",
        "first_on": "date",
        "last_on": "date",
        "r_score": "int64",
        "f_score": "int64",
        "m_score": "int64",
        "own_gap_days": "float64",
        "gaps": "int64",
        "expected_gap_days": "float64",
        "rho": "float64",
        "next_expected_on": "date",
        "lifecycle": "string",
        "lifecycle_since": "date",
        "dormant_on": "date",
        "lost_on": "date",
        "frequency_class": "string",
        "amount_class": "string",
        "value_class": "string",
        "abc": "string",
        "margin_stake_fen": "int64",
        "cost_known_fen": "int64",  # net revenue whose margin comes from known cost
        "margin_stated_fen": "int64",  # net revenue whose margin is the shop's stated one
    }
)


def check(table: ir.Table, schema: ibis.Schema) -> ir.Table:
    """The table itself, when it has every column of `schema` in its type; more columns are allowed.

    Nullability and the precision of timestamps differ between engines and are not compared.
    Raises ValueError naming the first column that is missing or has another type.
    """
    actual = table.schema()
    for name, expected in schema.items():
        if name not in actual:
            raise ValueError(f"column {name!r} is missing")
        if _plain(actual[name]) != _plain(expected):
            raise ValueError(f"column {name!r} is {actual[name]}, not {expected}")
    return table


def _plain(kind: dt.DataType) -> dt.DataType:
    """The type without what engines disagree on."""
    if isinstance(kind, dt.Timestamp):
        return dt.Timestamp(timezone=kind.timezone)
    return kind.copy(nullable=True)
