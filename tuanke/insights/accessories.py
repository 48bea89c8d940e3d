"""What belongs to a good: bought for the first time in the weeks after it, more often than chance would have it."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.behaviour.pairs import MOST_GOODS
from tuanke.insights.chance import beyond_chance
from tuanke.insights.numbers import day_number, int64, number_of
from tuanke.insights.purchases import known_lines

WITHIN_DAYS = 60
FEWEST_CUSTOMERS = 5  # who bought both in that order; fewer are an anecdote


def accessories(
    lines: ir.Table, as_of: date, within_days: int = WITHIN_DAYS, fewest: int = FEWEST_CUSTOMERS
) -> ir.Table:
    """One row per product and product bought after it by `fewest` customers or more.

    Columns: product_id, then_product_id, customers (whose first purchase of the second came 1 to
    `within_days` after their first of the first), owners (of the first for that long), expected (customers by
    chance), lift, lift_low (see `beyond_chance`), same_category (rather a substitute; NULL when not known).
    By chance each thing a customer came to buy in that time is one among all that follows a purchase. Days on
    which a customer took up more than MOST_GOODS goods are left out. Raises ValueError when `lines` is not of
    shape ORDER_LINES.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale & known.product_id.notnull())
    firsts = _firsts(sales)
    owned = firsts.filter(firsts.day + within_days <= number_of(as_of))
    after = _after(firsts, owned, within_days)
    sizes = after.group_by("customer_id", "x").aggregate(others=after.count())
    sizes = sizes.group_by("x", "others").aggregate(times=sizes.count())
    pairs = after.group_by("x", "y").aggregate(together=after.count())
    found = beyond_chance(pairs.filter(pairs.together >= fewest), sizes, _shares(after))
    owners = owned.group_by(x="product_id").aggregate(owners=owned.count())
    return _with_categories(found.inner_join(owners, "x"), sales)


def _firsts(sales: ir.Table) -> ir.Table:
    """Each customer's first day with each product: customer_id, product_id, day (number)."""
    firsts = sales.group_by("customer_id", "product_id").aggregate(on=sales.ordered_on.min())
    firsts = firsts.select("customer_id", "product_id", day=day_number(firsts.on))
    taken_up = firsts.count().over(ibis.window(group_by=["customer_id", "day"]))
    firsts = firsts.mutate(goods=taken_up)
    return firsts.filter(firsts.goods <= MOST_GOODS).drop("goods")


def _after(firsts: ir.Table, owned: ir.Table, within_days: int) -> ir.Table:
    """One row per customer, product x and product y that came after it: customer_id, x, y."""
    before = owned.select("customer_id", x="product_id", since="day")
    later = firsts.select("customer_id", y="product_id", day="day")
    both = before.inner_join(later, "customer_id")
    both = both.filter((both.day > both.since) & (both.day <= both.since + within_days))
    return both.select("customer_id", "x", "y")


def _shares(after: ir.Table) -> ir.Table:
    """Of all that customers bought after something: the share of each product."""
    bought = after.select("customer_id", "y").distinct()
    counts = bought.group_by("y").aggregate(n=bought.count())
    return counts.select("y", share=counts.n / counts.n.sum().over(ibis.window()))


def _with_categories(found: ir.Table, sales: ir.Table) -> ir.Table:
    of = sales.group_by("product_id").aggregate(category=sales.category.max())
    found = found.left_join(of.select(x="product_id", one="category"), "x").drop("x_right")
    found = found.left_join(of.select(y="product_id", other="category"), "y").drop("y_right")
    return found.select(
        product_id="x",
        then_product_id="y",
        customers=int64(found.together),
        owners="owners",
        expected="expected",
        lift="lift",
        lift_low="lift_low",
        same_category=found.one == found.other,
    )
