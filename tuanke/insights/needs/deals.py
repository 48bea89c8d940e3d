"""Lines bought at a discount and lines sent back, against the same goods in the same weeks.

In group buying everything is on offer and a bad batch comes back from everybody; only what is beyond the
others' share in that very week says something about the customer (domain B1).
"""

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, int64
from tuanke.insights.price_sensitivity import CATEGORY_PRIOR, PRODUCT_PRIOR, SURE

DEAL_PERCENT = 10  # off the list price; less is no offer (domain B1)
WEEK = 7
# The product's share weighs as much as this many lines in the week.
WEEK_PRIOR = 2
LEVELS = (
    (("category",), CATEGORY_PRIOR),
    (("product_id", "category"), PRODUCT_PRIOR),
    (("product_id", "category", "week"), WEEK_PRIOR),
)


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
    """The signal of `happened`. Nobody's own lines are part of what is expected of them.

    A line that only this customer bought would foretell itself, and all customers would seem alike.
    """
    each = exposures.select(
        "customer_id", "product_id", "category", "happened", week=day_number(exposures.ordered_on) // WEEK
    )
    cells = each.group_by("customer_id", "product_id", "category", "week").aggregate(
        lines=each.count(), hits=each.happened.cast("int64").sum()
    )
    everybody = ibis.window()
    cells = cells.mutate(p=cells.hits.sum().over(everybody) / cells.lines.sum().over(everybody))
    for keys, prior in LEVELS:
        share = _of_others(cells, keys, prior)
        # without a product number the others' lines are other goods
        is_known = cells.product_id.notnull() | ibis.literal("product_id" not in keys)
        cells = cells.mutate(p=ibis.ifelse(is_known, share, cells.p))
    cells = cells.mutate(p=ibis.greatest(ibis.least(cells.p, 1 - SURE), SURE))
    return cells.group_by("customer_id").aggregate(
        n=int64(cells.lines.sum()),
        own=cells.hits.sum().cast("float64"),
        expected=(cells.lines * cells.p).sum(),
        excess=(cells.hits - cells.lines * cells.p).sum(),
        information=(cells.lines * cells.p * (1 - cells.p)).sum(),
    )


def _of_others(cells: ir.Table, keys: tuple[str, ...], prior: int) -> ir.FloatingColumn:
    """The share that happened to the others with the same keys, shrunk to `p` of the wider group."""
    group, own = ibis.window(group_by=keys), ibis.window(group_by=["customer_id", *keys])
    lines, hits = (cells[name].sum().over(group) - cells[name].sum().over(own) for name in ("lines", "hits"))
    return (hits + prior * cells.p) / (lines + prior)
