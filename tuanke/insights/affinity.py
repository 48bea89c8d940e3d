"""What a customer's purchases and interactions weigh together, category by category (domain B5).

A purchase weighs 1, a thing put into the cart a half, an act towards the shop 0.3 and a look 0.2; all of it
fades by half in 90 days (design §9).
"""

from datetime import date
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, half_up, int64, number_of
from tuanke.insights.purchases import known_lines
from tuanke.insights.tables import INTERACTIONS, check

HALF_LIFE_DAYS = 90
PURCHASE = 1.0
WEIGHTS = MappingProxyType(
    {
        "cart": 0.5,
        **dict.fromkeys(("participate", "comment", "like", "share", "favourite", "enquiry", "follow"), 0.3),
        "browse": 0.2,
    }
)
MAIN = 0.6  # A2-10
LABEL_SHARE, LABEL_ACTS, LABELS = 0.15, 2, 3
ROUNDING = 1e-9  # three of five equal weights are 60 %, however their sums were rounded


def weight(type_: str | None, age_days: int) -> float:
    """Of one interaction of this type, or of a purchase (None), so many days ago."""
    full = PURCHASE if type_ is None else WEIGHTS.get(type_, 0.0)
    return float(full * 0.5 ** (age_days / HALF_LIFE_DAYS))


def weighted_acts(lines: ir.Table, as_of: date, interactions: ir.Table | None) -> ir.Table:
    """One row per sale and per interaction up to `as_of` in a known category.

    Columns: customer_id, category, is_line, weight. Raises ValueError when a table has another shape.
    """
    sales = known_lines(lines, as_of)
    sales = sales.filter(sales.is_sale & sales.category.notnull())
    bought = sales.select(
        "customer_id",
        "category",
        is_line=ibis.literal(True),  # noqa: FBT003  a value of the column
        weight=_faded(sales.ordered_on, as_of) * PURCHASE,
    )
    if interactions is None:
        return bought
    acts = check(interactions, INTERACTIONS)
    acts = acts.filter(acts.category.notnull() & (acts.occurred_on <= as_of) & acts.type.isin(list(WEIGHTS)))
    done = acts.select(
        "customer_id",
        "category",
        is_line=ibis.literal(False),  # noqa: FBT003
        weight=_faded(acts.occurred_on, as_of) * acts.type.cases(*WEIGHTS.items(), else_=0.0),
    )
    return bought.union(done)


def affinities(acts: ir.Table) -> ir.Table:
    """One row per customer and category they did anything in, from `weighted_acts`.

    Columns: customer_id, category, lines (bought), acts (interactions), weight, share (of the customer's
    weight, 0-1) and is_main (it has 60 % of it or more).
    """
    own = acts.group_by("customer_id", "category").aggregate(
        lines=acts.count(where=acts.is_line), acts=acts.count(where=~acts.is_line), weight=acts.weight.sum()
    )
    own = own.mutate(share=own.weight / own.weight.sum().over(ibis.window(group_by="customer_id")))
    return own.mutate(is_main=own.share >= MAIN - ROUNDING)


def interest_labels(lines: ir.Table, interactions: ir.Table, as_of: date) -> ir.Table:
    """The categories worth telling of each customer, in the shape CUSTOMER_INTERESTS.

    A main category always; else up to three with 15 % of the weight and two acts or more. Shares do not
    change while nothing happens: everything fades alike.
    """
    own = affinities(weighted_acts(lines, as_of, interactions))
    worth = (own.share >= LABEL_SHARE - ROUNDING) & (own.lines + own.acts >= LABEL_ACTS)
    kept = own.filter(own.is_main | worth)
    share = half_up(kept.share * 100 + ROUNDING)
    kept = kept.mutate(share_percent=share, lines=int64(kept.lines), acts=int64(kept.acts))
    order = ibis.window(group_by="customer_id", order_by=[kept.share_percent.desc(), kept.category])
    ranked = kept.mutate(place=ibis.row_number().over(order))
    return ranked.filter(ranked.place < LABELS).select(
        "customer_id", "category", "share_percent", "lines", "acts", "is_main"
    )


def _faded(day: ir.DateColumn, as_of: date) -> ir.FloatingColumn:
    """Half for every 90 days of age."""
    days = number_of(as_of) - day_number(day)
    return ibis.literal(0.5) ** (
        days.cast("float64") / HALF_LIFE_DAYS
    )  # Spark divides whole numbers to 6 digits
