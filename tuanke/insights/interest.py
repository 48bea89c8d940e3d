"""Which categories a customer is interested in: what they bought and looked at, fading, and what everybody buys.

Raw counts of one's own foretell worse than plain popularity; half of a purchase's weight gone after 90 days
and popularity as the prior foretell better than either (analytics §2.7; design §9).
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.affinity import MAIN, ROUNDING, affinities, weighted_acts
from tuanke.insights.numbers import int64

# The popularity of all categories together weighs as much as this many lines bought today.
PRIOR_LINES = 100
TOP = 5


def interests(
    lines: ir.Table, as_of: date, top: int = TOP, *, interactions: ir.Table | None = None
) -> ir.Table:
    """The `top` categories of whoever did anything: up to that many rows per customer_id, rank 1 the strongest.

    Columns: customer_id, rank, category, lines (own, ever), acts (own interactions), weight (own, by
    `affinity`), share (of the customer's own weight, 0-1; 0 where it rests on popularity alone), is_main
    (share 60 % or more) and score = weight + 100 x the category's share of everybody's lines. What has no
    category tells nothing. Raises ValueError when a table has another shape.
    """
    did = weighted_acts(lines, as_of, interactions)
    popular = _popularity(did)
    scored = _with_popular(affinities(did), popular, top)
    scored = scored.mutate(
        score=scored.weight + PRIOR_LINES * scored.popularity,
        share=scored.weight / scored.weight.sum().over(ibis.window(group_by="customer_id")),
    )
    order = ibis.window(group_by="customer_id", order_by=[scored.score.desc(), scored.category])
    ranked = scored.mutate(
        rank=int64(ibis.row_number().over(order) + 1), is_main=scored.share >= MAIN - ROUNDING
    )
    return ranked.filter(ranked["rank"] <= top).select(
        "customer_id", "rank", "category", "lines", "acts", "weight", "share", "is_main", "score"
    )


def _popularity(did: ir.Table) -> ir.Table:
    """One row per category: its share of all lines (0 where it was only looked at), and its place by that."""
    counts = did.group_by("category").aggregate(all_lines=did.count(where=did.is_line))
    place = ibis.row_number().over(ibis.window(order_by=[counts.all_lines.desc(), counts.category]))
    everything = counts.all_lines.sum().over(ibis.window())
    return counts.select(
        "category",
        place=place,
        popularity=ibis.coalesce(counts.all_lines / everything.nullif(0), 0.0),
    )


def _with_popular(own: ir.Table, popular: ir.Table, top: int) -> ir.Table:
    """Each customer's own categories and the `top` popular ones.

    No other can be among the first: the popular ones have at least its prior, and `top` of them there are.
    """
    customers = own.select("customer_id").distinct()
    offered = customers.cross_join(popular.filter(popular.place < top).select("category"))
    none = ibis.literal(0, type="int64")
    offered = offered.mutate(lines=none, acts=none, weight=ibis.literal(0.0))
    names = ("customer_id", "category", "lines", "acts", "weight")
    both = (
        own.mutate(lines=int64(own.lines), acts=int64(own.acts)).select(*names).union(offered.select(*names))
    )
    merged = both.group_by("customer_id", "category").aggregate(
        lines=int64(both.lines.sum()), acts=int64(both.acts.sum()), weight=both.weight.sum()
    )
    return merged.inner_join(popular.select("category", "popularity"), "category")
