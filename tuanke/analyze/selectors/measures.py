"""Everything the report says about the shop as a whole: the expressions of `insights`, worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from tuanke.analyze.selectors.shop import Shop
from tuanke.insights import cohort_repurchase, cohorts, cycle, first_repeat, pareto, repurchase, rfm, scores
from tuanke.insights.margin import COST
from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.purchases import purchase_days
from tuanke.insights.stats import wilson

Row = Mapping[str, Any]
Rows = Sequence[Row]

CLASS_COLUMNS = {
    "value": "value_class",
    "lifecycle": "lifecycle",
    "frequency": "frequency_class",
    "amount": "amount_class",
    "abc": "abc",
}


@dataclass(frozen=True)
class Measures:
    """`repurchase` has customers, repeat_customers, rate, low, high; the rest are rows as `insights` gives them.

    `basis`: net revenue (fen) in all, and the part of it whose margin comes from known cost.
    """

    parameters: Parameters
    orders: int
    repurchase: Row
    second_order: Rows
    second_order_curve: Rows
    cycles: Rows
    cohorts: Rows
    by_cohort: Rows
    concentration: Mapping[str, Row]
    concentration_curve: Rows
    grid: Rows
    classes: Mapping[str, Rows]
    first_repeat: Mapping[str, Row]
    basis: Row


def score(shop: Shop) -> tuple[Parameters, ir.Table]:
    """The shop's numbers, and every customer's row in the shape CUSTOMER_SCORES, kept as the table `scores`."""
    parameters = Parameters.from_row(shop.row(fit(shop.lines, shop.customers, shop.as_of)))
    rows = scores.customer_scores(shop.lines, shop.customers, shop.as_of, parameters)
    return parameters, shop.keep("scores", rows)


def measure(shop: Shop, parameters: Parameters, scored: ir.Table) -> Measures:
    lines, as_of = shop.lines, shop.as_of
    return Measures(
        parameters=parameters,
        orders=shop.count_orders(),
        repurchase=_repurchase(shop),
        second_order=shop.rows(repurchase.second_order(lines, as_of).order_by("horizon_days")),
        second_order_curve=shop.rows(repurchase.second_order_curve(lines, as_of).order_by("days")),
        cycles=shop.rows(
            cycle.cycle_distribution(cycle.own_cycles(purchase_days(lines, as_of))).order_by("from_days")
        ),
        cohorts=shop.rows(cohorts.monthly_cohorts(lines, as_of).order_by(["cohort", "month"])),
        by_cohort=shop.rows(
            cohort_repurchase.repurchase_by_cohort(lines, as_of).order_by(["cohort", "horizon_days"])
        ),
        concentration=_by(shop.rows(pareto.concentration(lines, as_of)), "measure"),
        concentration_curve=shop.rows(
            pareto.concentration_curve(lines, as_of, "revenue_fen").order_by("percent")
        ),
        grid=shop.rows(rfm.grid(scored)),
        classes={
            name: shop.rows(scores.class_totals(scored, column)) for name, column in CLASS_COLUMNS.items()
        },
        first_repeat=_by(shop.rows(first_repeat.first_and_repeat(lines, as_of)), "kind"),
        basis=shop.row(_basis(lines)),
    )


def _repurchase(shop: Shop) -> dict[str, Any]:
    """With its 95 % interval; None for both ends where nobody ordered."""
    row = shop.row(repurchase.repurchase_rate(shop.lines, shop.as_of))
    if not row["customers"]:
        return {**row, "low": None, "high": None}
    interval = wilson(row["repeat_customers"], row["customers"])
    return {**row, "low": interval.low, "high": interval.high}


def _basis(lines: ir.Table) -> ir.Table:
    return lines.aggregate(
        known=lines.revenue_fen.sum(where=lines.margin_basis == COST).cast("float64"),
        all=lines.revenue_fen.sum().cast("float64"),
    )


def _by(rows: Rows, key: str) -> dict[str, Row]:
    return {row[key]: row for row in rows}
