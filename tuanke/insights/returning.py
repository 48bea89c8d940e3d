"""Goods that bring people back: who bought what first, and whether they came again."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, number_of
from tuanke.insights.purchases import known_lines

HORIZON_DAYS = 90


def first_goods(
    lines: ir.Table, as_of: date, by: str = "product_id", horizon_days: int = HORIZON_DAYS
) -> ir.Table:
    """One row per good that was part of a first purchase: {by}, buyers, again, shop_buyers, shop_again.

    `by` is product_id or category; rows that name none are left out. `buyers` had the good on their first
    purchase day, at least `horizon_days` before `as_of`, so that all had the same time; `again` of them
    bought on a second day within it. shop_… are the same counts over all such customers. A good that goes
    with loyal customers need not be what makes them loyal.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale).mutate(number=day_number(known.ordered_on))
    people = first_buyers(sales, as_of, horizon_days)
    shop = people.aggregate(shop_buyers=people.count(), shop_again=people.count(where=people.again))
    first = sales.inner_join(people, "customer_id")
    first = first.filter((first.number == first.first) & first[by].notnull())
    pairs = first.select(by, "customer_id", "again").distinct()
    goods = pairs.group_by(by).aggregate(buyers=pairs.count(), again=pairs.count(where=pairs.again))
    return goods.cross_join(shop)


def first_buyers(sales: ir.Table, as_of: date, horizon_days: int) -> ir.Table:
    """Customers known for `horizon_days`: customer_id, first (day number), again (within them).

    `sales` has customer_id and number (of the day).
    """
    days = sales.select("customer_id", "number").distinct()
    first = days.number.min().over(ibis.window(group_by="customer_id"))
    days = days.mutate(first=first)
    days = days.filter(days.first + horizon_days <= number_of(as_of))
    later = (days.number > days.first) & (days.number <= days.first + horizon_days)
    return days.group_by("customer_id", "first").aggregate(again=later.any())
