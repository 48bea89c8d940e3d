"""Goods that come back more than others, and goods that people take before a festival."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import int64
from tuanke.insights.purchases import known_lines
from tuanke.insights.tables import REFUNDS, check

YEAR_DAYS = 365
AROUND = ibis.schema({"customer_id": "int64", "category": "string", "then": "boolean", "before": "boolean"})
BEFORE_DAYS = 28  # the four weeks before a festival, against the four before those


def buyers_of_goods(lines: ir.Table, refunds: ir.Table, as_of: date) -> ir.Table:
    """Who bought which product in the last year, and whether money went back to them for it in that time.

    Columns: customer_id, product_id, is_back; goods without a number tell nothing.
    """
    known = known_lines(lines, as_of)
    recent = known.filter(known.is_sale & (known.ordered_on > as_of - timedelta(days=YEAR_DAYS)))
    bought = recent.filter(recent.product_id.notnull()).select("customer_id", "product_id").distinct()
    given = check(refunds, REFUNDS)
    given = given.filter((given.ordered_on <= as_of) & (given.ordered_on > as_of - timedelta(days=YEAR_DAYS)))
    back = given.select("customer_id", "product_id").distinct().mutate(came_back=True)
    both = bought.left_join(back, ["customer_id", "product_id"])
    return both.select("customer_id", "product_id", is_back=both.came_back.notnull())


def returned_goods(bought: ir.Table) -> ir.Table:
    """One row per product of `buyers_of_goods`: product_id, n (who bought it), back; all_n and all_back of all."""
    sums = bought.group_by("product_id").aggregate(n=bought.count(), back=bought.count(where=bought.is_back))
    whole = bought.aggregate(all_n=bought.count(), all_back=bought.count(where=bought.is_back))
    return sums.cross_join(whole)


def around(lines: ir.Table, as_of: date, festival: date) -> ir.Table:
    """Who bought what before a festival of the past: customer_id, category, then, before.

    `then`: in the BEFORE_DAYS before it, `before`: in as many days before those. Goods without a category
    are left out.
    """
    start, middle = festival - timedelta(days=2 * BEFORE_DAYS), festival - timedelta(days=BEFORE_DAYS)
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale & known.category.notnull())
    sales = sales.filter((sales.ordered_on >= start) & (sales.ordered_on < festival))
    return sales.group_by("customer_id", "category").aggregate(
        then=(sales.ordered_on >= middle).any(), before=(sales.ordered_on < middle).any()
    )


def risen(bought: ir.Table) -> ir.Table:
    """One row per category of `around`: category, only_then, only_before, both (customers)."""
    return bought.group_by("category").aggregate(
        only_then=bought.count(where=bought.then & ~bought.before),
        only_before=bought.count(where=~bought.then & bought.before),
        both=bought.count(where=bought.then & bought.before),
    )


def margin_of_the_year(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per customer: customer_id, margin_fen of the last 365 days, net."""
    known = known_lines(lines, as_of)
    recent = known.filter(known.ordered_on > as_of - timedelta(days=YEAR_DAYS))
    sums = recent.group_by("customer_id").aggregate(margin_fen=recent.margin_fen.sum())
    return sums.mutate(margin_fen=int64(sums.margin_fen))
