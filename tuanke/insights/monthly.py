"""What is bought month by month: by category, and by what the buyers need."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import int64
from tuanke.insights.purchases import known_lines


def monthly_sales(lines: ir.Table, as_of: date, months: int = 36) -> ir.Table:
    """One row per category and complete month with a sale in the last `months`.

    Columns: category, month, customers, quantity, revenue_fen. `month` is its first day; money and pieces are
    those of `weekly_demand`: what was asked for, before returns.
    """
    sales = _sales(lines, as_of, months)
    named = sales.filter(sales.category.notnull())
    asked = ibis.greatest(ibis.coalesce(named.quantity, 1), 0)
    sums = named.group_by("category", "month").aggregate(
        customers=named.customer_id.nunique(), quantity=asked.sum(), revenue_fen=named.revenue_fen.sum()
    )
    return sums.mutate(quantity=int64(sums.quantity), revenue_fen=int64(sums.revenue_fen))


def monthly_needs(lines: ir.Table, needs: ir.Table, as_of: date, months: int = 36) -> ir.Table:
    """One row per need and complete month: need, month, customers (who bought), revenue_fen.

    `needs` has customer_id and need, as they are today: who needs price today counts so in all months.
    """
    sales = _sales(lines, as_of, months).inner_join(needs, "customer_id")
    sums = sales.group_by("need", "month").aggregate(
        customers=sales.customer_id.nunique(), revenue_fen=sales.revenue_fen.sum()
    )
    return sums.mutate(revenue_fen=int64(sums.revenue_fen))


def first_after(as_of: date) -> date:
    """The day after the last complete month."""
    tomorrow = as_of + timedelta(days=1)
    return tomorrow.replace(day=1)


def _sales(lines: ir.Table, as_of: date, months: int) -> ir.Table:
    known = known_lines(lines, as_of)
    end = first_after(as_of)
    place = end.year * 12 + end.month - 1 - months
    start = date(place // 12, place % 12 + 1, 1)
    sales = known.filter(known.is_sale & (known.ordered_on >= start) & (known.ordered_on < end))
    month = ibis.date(sales.ordered_on.year(), sales.ordered_on.month(), ibis.literal(1))
    return sales.select("customer_id", "category", "quantity", "revenue_fen", month=month)
