"""Whether a customer buys the dear or the cheap goods of a category."""

import ibis
import ibis.expr.types as ir


def price_tier(sales: ir.Table, *, by_spend: bool) -> ir.Table:
    """The signal of the price tier: per line the product's place among the prices of its category, 0 to 1.

    `own` and `expected` are means: of the customer's lines and of everybody's in those categories. With
    `by_spend` a line weighs by its revenue, and n counts lines all the same, but evidence is what so many
    lines of equal weight would give (Kish 1965). Categories whose goods have one price tell nothing.
    """
    each = sales.inner_join(_tiers(sales), ["category", "product_id"])
    weight = each.revenue_fen.cast("float64") if by_spend else ibis.literal(1).cast("float64")
    each = each.select("customer_id", "category", "tier", weight=weight)
    each = each.filter(each.weight > 0)
    category = ibis.window(group_by="category")
    usual = (each.weight * each.tier).sum().over(category) / each.weight.sum().over(category)
    each = each.mutate(usual=usual)
    each = each.mutate(beyond=each.tier - each.usual)
    pooled = each.aggregate(variance=(each.weight * each.beyond * each.beyond).sum() / each.weight.sum())
    mine = each.group_by("customer_id").aggregate(
        n=each.count(),
        own=(each.weight * each.tier).sum() / each.weight.sum(),
        expected=(each.weight * each.usual).sum() / each.weight.sum(),
        alike=each.weight.sum() * each.weight.sum() / (each.weight * each.weight).sum(),
    )
    mine = mine.cross_join(pooled.filter(pooled.variance > 0))
    return mine.select(
        "customer_id",
        "n",
        "own",
        "expected",
        excess=mine.alike * (mine.own - mine.expected) / mine.variance,
        information=mine.alike / mine.variance,
    )


def _tiers(sales: ir.Table) -> ir.Table:
    """Per product of a category its place by list price, ties in the middle; where there are two prices."""
    listed = sales.revenue_fen
    if "discount_fen" in sales.columns:
        listed = listed + ibis.coalesce(sales.discount_fen, 0)
    priced = sales.mutate(listed=listed, pieces=ibis.coalesce(sales.quantity, 1))
    priced = priced.filter(priced.category.notnull() & priced.product_id.notnull() & (priced.pieces > 0))
    goods = priced.group_by("category", "product_id").aggregate(
        price=priced.listed.sum().cast("float64") / priced.pieces.sum().cast("float64")
    )
    by_price = ibis.window(group_by="category", order_by="price")
    within = ibis.window(group_by="category")
    goods = goods.mutate(
        cheaper=ibis.rank().over(by_price) / goods.count().over(within),
        up_to=ibis.cume_dist().over(by_price),
        is_ranked=goods.price.max().over(within) > goods.price.min().over(within),
    )
    goods = goods.filter(goods.is_ranked)
    return goods.select("category", "product_id", tier=(goods.cheaper + goods.up_to) / 2)
