"""How much more often than others a customer takes a discount where one could be taken.

In group buying everything is on offer, so only the excess over what these very products bring with everybody
says anything (domain B1): residualised on product and category, and shrunk (analytics §2.7). The same form
serves returned lines and complaints per line: `happened` says what is counted.
"""

import ibis
import ibis.expr.types as ir

from tuanke.insights.excess import shrunk
from tuanke.insights.numbers import int64
from tuanke.insights.stats import Z95
from tuanke.insights.tables import check

EXPOSURES = ibis.schema(
    {
        "customer_id": "int64",
        "product_id": "int64",  # NULL: nothing but the category is known
        "category": "string",  # NULL counts as one category
        "happened": "boolean",  # the line was bought on discount; was returned; was complained about
    }
)
# A product's share weighs as much as this many lines of its category, a category's as this many of all lines.
# Chosen on the first half of the Complete Journey year, held to its third quarter.
PRODUCT_PRIOR, CATEGORY_PRIOR = 2, 5
ENOUGH_LINES = 10
# A share of 0 or 1 has no log-odds; beyond these nobody could be told from the product anyway.
SURE = 1e-4
MORE, LESS, LIKE_OTHERS, UNKNOWN = "more", "less", "like_others", "unknown"


def base_rates(exposures: ir.Table) -> ir.Table:
    """One row per product and category: product_id, category, lines, base (share that happened, shrunk).

    The product's share shrunk to its category's, that to the share of all (domain L2, twice). Raises
    ValueError when `exposures` is not of shape EXPOSURES.
    """
    known = check(exposures, EXPOSURES)
    known = known.mutate(one=known.happened.cast("int64"))
    products = known.group_by("product_id", "category").aggregate(lines=known.count(), hits=known.one.sum())
    everything, within = ibis.window(), ibis.window(group_by="category")
    all_lines, all_hits = (products[name].sum().over(everything) for name in ("lines", "hits"))
    lines, hits = (products[name].sum().over(within) for name in ("lines", "hits"))
    category = (hits + CATEGORY_PRIOR * (all_hits / all_lines)) / (lines + CATEGORY_PRIOR)
    return products.select(
        "product_id",
        "category",
        lines=int64(products.lines),
        base=ibis.ifelse(
            products.product_id.isnull(),
            category,
            (products.hits + PRODUCT_PRIOR * category) / (products.lines + PRODUCT_PRIOR),
        ),
    )


def effects(exposures: ir.Table, rates: ir.Table) -> ir.Table:
    """One row per customer with a line: how their log-odds differ from those of the products they buy.

    Columns: customer_id, lines, hits, expected (hits of anybody with these lines), effect (log-odds, shrunk),
    low, high (95 %), verdict ('more' | 'less' when the interval leaves out 0, 'like_others', 'unknown'
    below ENOUGH_LINES), missing_lines. effect = Σ(y - p) / (Σ p(1-p) + 1/τ²), see `shrunk`; where customers
    differ no more than chance it is 0: never worse than the products' shares alone.
    """
    found = shrunk(_sums(exposures, rates))
    half = Z95 * found.error
    enough = found.lines >= ENOUGH_LINES
    return found.select(
        "customer_id",
        "lines",
        "hits",
        "expected",
        "effect",
        low=found.effect - half,
        high=found.effect + half,
        verdict=ibis.cases(
            (~enough, UNKNOWN), (found.effect > half, MORE), (found.effect < -half, LESS), else_=LIKE_OTHERS
        ),
        missing_lines=ibis.greatest(ENOUGH_LINES - found.lines, 0),
    )


def _sums(exposures: ir.Table, rates: ir.Table) -> ir.Table:
    """Per customer the lines, hits, expected hits, the excess over them and its binomial variance."""
    known = check(exposures, EXPOSURES)
    same = (known.product_id.identical_to(rates.product_id), known.category.identical_to(rates.category))
    each = known.inner_join(rates.select("product_id", "category", "base"), same)
    each = each.mutate(
        one=each.happened.cast("int64"), p=ibis.greatest(ibis.least(each.base, 1 - SURE), SURE)
    )
    return each.group_by("customer_id").aggregate(
        lines=each.count(),
        hits=int64(each.one.sum()),
        expected=each.p.sum(),
        excess=(each.one - each.p).sum(),
        information=(each.p * (1 - each.p)).sum(),
    )
