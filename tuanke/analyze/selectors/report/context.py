"""All that the report's template shows."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import get_language

from tuanke.analyze.selectors.findings import Findings
from tuanke.analyze.selectors.report import (
    ahead,
    attention,
    classes,
    cohorts,
    foretold,
    limits,
    money,
    overview,
)
from tuanke.ui import formats


def context(found: Findings) -> dict[str, Any]:
    measures = found.measures
    return {
        "language": get_language(),
        "file_name": found.file_name,
        "as_of": formats.day(found.as_of),
        "first_on": formats.day(found.first_on) if found.first_on else "",
        "headline": overview.headline(measures),
        "basis": money.basis(measures),
        "leaving": attention.leaving(found.people),
        "calls": attention.calls(found.people, found.as_of, _chances(found)),
        "second_order": overview.second_order(measures),
        "cycle": overview.cycle(measures),
        "grid": classes.grid(measures),
        "lifecycle": classes.lifecycle(measures),
        "dimensions": classes.others(measures),
        "retention": cohorts.retention(measures),
        "by_cohort": cohorts.repurchase(measures),
        "concentration": money.concentration(measures),
        "first_repeat": money.first_and_repeat(measures),
        "returns": _returns(found),
        "categories": ahead.demand(found.categories),
        "products": ahead.preparation_list(found.products),
        "lifetime": foretold.order_days(found.lifetime),
        "trials": foretold.trials(found.foresight),
        "rows": limits.rows(found.account),
        "missing": limits.missing(found.account, measures, found.lifetime, found.days),
    }


def _chances(found: Findings) -> dict[int, float]:
    """Customer number → chance of an order within 13 weeks, of those to be called; empty where none is told."""
    wanted = {row["customer_id"] for row in found.people.first}
    table = found.foresight.table.select(["customer_id", "churn_91d"]).drop_null()
    chosen = table.filter(pc.is_in(table["customer_id"], pa.array(wanted, pa.int64())))
    return {row["customer_id"]: 1 - row["churn_91d"] for row in chosen.to_pylist()}


def _returns(found: Findings) -> dict[str, Any] | None:
    returns = found.returns
    if returns is None:
        return None
    goods = [{"good": good, "is_above": good.is_above(returns.shop_share)} for good in returns.goods]
    sure = [row["good"] for row in goods if row["is_above"]]
    return {
        "shop_share": returns.shop_share,
        "compared": returns.compared,
        "goods": goods,
        "best": next(iter(sure), None),
    }
