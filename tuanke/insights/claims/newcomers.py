"""Whether newcomers bought again, by what can be said of them and of their first purchase day."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.claims.claim import Claim, Counted, shares
from tuanke.insights.numbers import day_number, number_of
from tuanke.insights.purchases import known_lines
from tuanke.insights.returning import HORIZON_DAYS, first_buyers
from tuanke.insights.tables import CUSTOMERS, LISTED_LINES, check

RECENT_DAYS = 2 * 365  # who came earlier says little about the shop as it is
CATEGORY, PRODUCT, BASKET, DISCOUNT, SIZE, KIND = "category", "product", "basket", "discount", "size", "kind"
# Of two subjects that complete each other one is told.
TOLD = {BASKET: "several", DISCOUNT: "discounted", SIZE: "big", KIND: "org"}
NEWCOMERS = ibis.schema({"customer_id": "int64", "first": "int64", "again": "boolean"})
GROUPS = ibis.schema({"customer_id": "int64", "kind": "string", "subject": "string"})


def newcomers(lines: ir.Table, as_of: date) -> ir.Table:
    """Rows of NEWCOMERS: who first bought in the two years that ended HORIZON_DAYS before `as_of`.

    Columns: customer_id, first (day number), again (bought on a second day within HORIZON_DAYS).
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale).mutate(number=day_number(known.ordered_on))
    people = first_buyers(sales, as_of, HORIZON_DAYS)
    return people.filter(people["first"] > number_of(as_of) - HORIZON_DAYS - RECENT_DAYS)


def traits(lines: ir.Table, customers: ir.Table, people: ir.Table) -> ir.Table:
    """What can be said of each of `people` (of `newcomers`): rows of GROUPS.

    What they took on their first day: each category, each product (its number as text), several goods or
    one, something discounted or nothing, a bigger sum than four in five newcomers; and whether they are a
    person or an organisation. What is not known of somebody has no row.
    """
    bought = _first_days(check(lines, LISTED_LINES), people)
    known = check(customers, CUSTOMERS).semi_join(people, "customer_id")
    baskets = _baskets(bought)
    listed = baskets.filter(baskets.is_listed)
    return ibis.union(
        _named(bought.filter(bought.category.notnull()).distinct(), CATEGORY, "category"),
        _named(bought.filter(bought.product_id.notnull()).distinct(), PRODUCT, "product_id"),
        _told(baskets, BASKET, baskets.goods > 1, "one"),
        _told(listed, DISCOUNT, listed.is_discounted, "full"),
        _told(baskets, SIZE, baskets.cheaper * 5 >= baskets.people * 4, "other"),
        _named(known, KIND, "kind"),
    )


def compared(people: ir.Table, groups: ir.Table) -> ir.Table:
    """One row per kind and subject: n, again, of those who have it; all_n, all_again of all known of that kind."""
    each = groups.inner_join(people.select("customer_id", "again"), "customer_id")
    each = each.select("customer_id", "kind", "subject", "again").distinct()
    sums = each.group_by("kind", "subject").aggregate(n=each.count(), again=each.count(where=each.again))
    known = each.select("customer_id", "kind", "again").distinct()
    whole = known.group_by("kind").aggregate(all_n=known.count(), all_again=known.count(where=known.again))
    return sums.inner_join(whole, "kind").select("kind", "subject", "n", "again", "all_n", "all_again")


def claim_of(kind: str, subject: str, group: Counted, everybody: Counted) -> Claim | None:
    """The group against all others of whom the same is known."""
    if TOLD.get(kind, subject) != subject:
        return None
    return shares(kind, subject, group, Counted(everybody.k - group.k, everybody.n - group.n))


def _first_days(lines: ir.Table, people: ir.Table) -> ir.Table:
    """Everything sold on somebody's first day."""
    sales = lines.filter(lines.is_order & (lines.revenue_fen >= 0))
    sales = sales.mutate(number=day_number(sales.ordered_on))
    first = sales.inner_join(people.select("customer_id", "first"), "customer_id")
    first = first.filter(first.number == first["first"])
    return first.select("customer_id", "product_id", "category", "revenue_fen", "discount_fen")


def _baskets(bought: ir.Table) -> ir.Table:
    """Per newcomer: goods, is_listed (a discount or its absence is known), is_discounted, cheaper, people."""
    each = bought.group_by("customer_id").aggregate(
        goods=bought.product_id.nunique() + bought.count(where=bought.product_id.isnull()),
        paid_fen=bought.revenue_fen.sum(),
        is_listed=bought.discount_fen.notnull().any(),
        is_discounted=(ibis.coalesce(bought.discount_fen, 0) > 0).any(),
    )
    return each.mutate(cheaper=ibis.rank().over(order_by="paid_fen"), people=each.count().over(ibis.window()))


def _named(rows: ir.Table, kind: str, column: str) -> ir.Table:
    found = rows.select("customer_id", kind=ibis.literal(kind), subject=rows[column].cast("string"))
    return found.distinct()


def _told(rows: ir.Table, kind: str, has_it: ir.BooleanValue, otherwise: str) -> ir.Table:
    subject = ibis.ifelse(has_it, TOLD[kind], otherwise)
    return rows.select("customer_id", kind=ibis.literal(kind), subject=subject)
