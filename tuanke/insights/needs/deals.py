"""Lines bought at a discount and lines sent back, against the same goods in the same weeks.

In group buying everything is on offer and a bad batch comes back from everybody; only what is beyond the
others' share in that very week says something about the customer (domain B1).
"""

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, int64
from tuanke.insights.price_sensitivity import SURE, base_rates

DEAL_PERCENT = 10  # off the list price; less is no offer (domain B1)
WEEK = 7
# The product's own share weighs as much as this many of the others' lines in the week.
PRIOR_LINES = 2


def discounted(sales: ir.Table) -> ir.Table:
    """The signal of deal proneness; `sales` has discount_fen, lines where it is NULL tell nothing."""
    listed = sales.revenue_fen + sales.discount_fen
    happened = sales.discount_fen * 100 >= listed * DEAL_PERCENT
    return _beyond_others(sales.mutate(happened=happened).filter(listed > 0))


def returned(sales: ir.Table, refunds: ir.Table) -> ir.Table:
    """The signal of lines for which money went back: a refund of the same order and product."""
    back = refunds.select("customer_id", "order_id", "product_id").distinct().mutate(is_back=True)
    each = sales.left_join(back, ["customer_id", "order_id", "product_id"])
    return _beyond_others(each.mutate(happened=each.is_back.notnull()))


def _beyond_others(exposures: ir.Table) -> ir.Table:
    """The signal of `happened`; nobody's own lines are part of what is expected of them in a week."""
    each = exposures.select(
        "customer_id", "product_id", "category", "happened", week=day_number(exposures.ordered_on) // WEEK
    )
    keys = ("product_id", "category")
    cells = each.group_by("customer_id", *keys, "week").aggregate(
        lines=each.count(), hits=each.happened.cast("int64").sum()
    )
    week = ibis.window(group_by=[*keys, "week"])
    cells = cells.mutate(
        other_lines=cells.lines.sum().over(week) - cells.lines,
        other_hits=cells.hits.sum().over(week) - cells.hits,
    )
    rates = base_rates(each).select(*keys, "base")
    cells = cells.inner_join(rates, [cells[key].identical_to(rates[key]) for key in keys])
    share = (cells.other_hits + PRIOR_LINES * cells.base) / (cells.other_lines + PRIOR_LINES)
    # without a product number the others' lines are other goods
    share = ibis.ifelse(cells.product_id.isnull(), cells.base, share)
    cells = cells.mutate(p=ibis.greatest(ibis.least(share, 1 - SURE), SURE))
    return cells.group_by("customer_id").aggregate(
        n=int64(cells.lines.sum()),
        own=cells.hits.sum().cast("float64"),
        expected=(cells.lines * cells.p).sum(),
        excess=(cells.hits - cells.lines * cells.p).sum(),
        information=(cells.lines * cells.p * (1 - cells.p)).sum(),
    )
