"""Where one class ends and the next begins: cut-offs read off the distribution of a shop's customers.

Every cut-off is an observed integer, the smallest value that belongs to the upper class, or NULL when no
customer reaches it. Observed integers survive freezing, JSON and a change of engine without rounding.
"""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

QUINTILES = (1, 2, 3, 4)
# Above this share of customers on one value the value is no threshold (domain B0): in per cent.
TIED_PERCENT = 40


def reaches(value: ir.NumericColumn, cut: int | None) -> ir.BooleanValue:
    """Whether the value belongs to the class above a frozen cut-off (>= belongs to the upper class)."""
    return ibis.literal(value=False) if cut is None else value >= cut


def quintile_cuts(customers: ir.Table, column: str, name: str, *, lower_is_better: bool = False) -> ir.Table:
    """One row `{name}_1 … {name}_4`: where the scores 2, 3, 4 and 5 begin (domain L1).

    The score of a value is 1 + floor(5 x share of customers with a strictly worse value): a function of
    the value alone, so equal values get equal scores and the worst value always scores 1.
    """
    value = customers[column]
    ranked = customers.select(
        value=value,
        worse=ibis.rank().over(order_by=value.desc() if lower_is_better else value),
        n=customers.count().over(ibis.window()),
    )
    best = ranked.value.max if lower_is_better else ranked.value.min
    return ranked.aggregate(
        **{f"{name}_{k}": best(where=ranked.worse * 5 >= ranked.n * k) for k in QUINTILES}
    )


def quintile_score(
    value: ir.IntegerColumn, cuts: tuple[int | None, ...], *, lower_is_better: bool = False
) -> ir.IntegerColumn:
    """The score 1–5 of a value by the four frozen cut-offs of `quintile_cuts`."""
    sign = -1 if lower_is_better else 1
    steps = [reaches(value * sign, cut * sign).cast("int64") for cut in cuts if cut is not None]
    return sum(steps, start=ibis.literal(1, type="int64"))


def class_cuts(customers: ir.Table, wanted: Mapping[str, tuple[str, float]]) -> ir.Table:
    """One row with `{name}` and `{name}_moved` for each wanted (column, quantile).

    The cut is the smallest observed value at or above the interpolated quantile (NumPy's default). When
    more than 40 % of the customers share the quantile's own value, the cut is the next distinct value and
    `_moved` is true, for the page to say so (domain B0).
    """
    at = customers.aggregate(
        **{f"{name}_at": customers[column].quantile(q) for name, (column, q) in wanted.items()}
    )
    beside = customers.cross_join(at)
    measures: dict[str, ir.Value] = {}
    for name, (column, _) in wanted.items():
        value, quantile = beside[column], beside[f"{name}_at"]
        moved = (value == quantile).sum() * 100 > beside.count() * TIED_PERCENT
        measures[f"{name}_moved"] = moved
        measures[name] = ibis.ifelse(
            moved, value.min(where=value > quantile), value.min(where=value >= quantile)
        )
    return beside.aggregate(**measures)


def cumulative_cuts(customers: ir.Table, column: str, percents: Mapping[str, int]) -> ir.Table:
    """One row: for each named percentage the smallest value among the customers who together reach it.

    Customers are taken from the highest value down, those with equal values together; the whole is the
    positive total (domain L3). NULL when nobody is positive.
    """
    positive = customers.filter(customers[column] > 0)
    # equal values share their fate, so the running sum may go over distinct values: it has no ties then
    sums = positive.group_by(value=positive[column]).aggregate(total=positive[column].sum())
    running = sums.mutate(
        reached=sums.total.sum().over(ibis.window(order_by=sums.value.desc(), rows=(None, 0))),
        whole=sums.total.sum().over(ibis.window()),
    )
    return running.aggregate(
        **{
            name: running.value.max(where=running.reached * 100 >= running.whole * percent)
            for name, percent in percents.items()
        }
    )
