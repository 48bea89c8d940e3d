"""Which categories a customer is interested in: what they bought, fading, and what everybody buys.

Raw counts of one's own foretell worse than plain popularity; half of a purchase's weight gone after 90 days
and popularity as the prior foretell better than either (analytics §2.7; design §9).
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, int64, number_of
from tuanke.insights.purchases import known_lines

HALF_LIFE_DAYS = 90
# The popularity of all categories together weighs as much as this many lines bought today.
PRIOR_LINES = 100
TOP = 5


def interests(lines: ir.Table, as_of: date, top: int = TOP) -> ir.Table:
    """The `top` categories of each buyer: up to that many rows per customer_id, rank 1 the strongest.

    Columns: customer_id, rank, category, lines (own, ever), weight (own, each 0.5 ** (age / 90 days)), share
    (of the customer's own weight, 0-1; 0 where it rests on popularity alone) and score = weight +
    100 x the category's share of everybody's lines. Lines without a category tell nothing. Raises
    ValueError when `lines` is not of shape ORDER_LINES.
    """
    known = known_lines(lines, as_of)
    known = known.filter(known.is_sale & known.category.notnull())
    known = known.mutate(weight=ibis.literal(0.5) ** _age(known, as_of))
    popular = _popularity(known)
    own = known.group_by("customer_id", "category").aggregate(lines=known.count(), weight=known.weight.sum())
    scored = _with_popular(own, popular, top)
    scored = scored.mutate(
        score=scored.weight + PRIOR_LINES * scored.popularity,
        share=scored.weight / scored.weight.sum().over(ibis.window(group_by="customer_id")),
    )
    order = ibis.window(group_by="customer_id", order_by=[scored.score.desc(), scored.category])
    ranked = scored.mutate(rank=int64(ibis.row_number().over(order) + 1))
    return ranked.filter(ranked["rank"] <= top).select(
        "customer_id", "rank", "category", "lines", "weight", "share", "score"
    )


def _age(known: ir.Table, as_of: date) -> ir.FloatingColumn:
    """In half-lives."""
    days = number_of(as_of) - day_number(known.ordered_on)
    return days.cast("float64") / HALF_LIFE_DAYS  # Spark would divide whole numbers to six digits


def _popularity(known: ir.Table) -> ir.Table:
    """One row per category: its share of all lines, and its place by that."""
    counts = known.group_by("category").aggregate(all_lines=known.count())
    place = ibis.row_number().over(ibis.window(order_by=[counts.all_lines.desc(), counts.category]))
    return counts.select(
        "category",
        place=place,
        popularity=counts.all_lines / counts.all_lines.sum().over(ibis.window()),
    )


def _with_popular(own: ir.Table, popular: ir.Table, top: int) -> ir.Table:
    """Each customer's own categories and the `top` popular ones.

    No other can be among the first: the popular ones have at least its prior, and `top` of them there are.
    """
    customers = own.select("customer_id").distinct()
    offered = customers.cross_join(popular.filter(popular.place < top).select("category"))
    offered = offered.mutate(lines=ibis.literal(0, type="int64"), weight=ibis.literal(0.0))
    both = own.mutate(lines=int64(own.lines)).union(
        offered.select("customer_id", "category", "lines", "weight")
    )
    merged = both.group_by("customer_id", "category").aggregate(
        lines=int64(both.lines.sum()), weight=both.weight.sum()
    )
    return merged.inner_join(popular.select("category", "popularity"), "category")
