"""How the published numbers on the Complete Journey sample are measured (analytics §2.7)."""

from dataclasses import dataclass

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends import BaseBackend

from tuanke.insights.accuracy import auc, log_loss
from tuanke.insights.interest import TOP, interests
from tuanke.insights.price_sensitivity import EXPOSURES, base_rates, effects
from tuanke.insights.tests.groceries import order_lines


@dataclass(frozen=True)
class Discounts:
    """Of later lines: whether they were bought on discount, foretold by the base alone and with the household."""

    base_auc: float
    base_log_loss: float
    auc: float
    log_loss: float


def last_quarter(lines: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Before and within the last 25 % of the time."""
    at = lines["at"].to_numpy()
    late = at > at.min() + (at.max() - at.min()) * 0.75
    return lines.filter(~late), lines.filter(late)


def discounts(engine: BaseBackend, before: pa.Table, after: pa.Table, *, by_product: bool) -> Discounts:
    """Products never seen before take their category's share, new households no effect."""
    before, after = (part.select(EXPOSURES.names) for part in (before, after))
    if not by_product:
        before, after = (
            part.set_column(1, "product_id", pa.nulls(len(part), pa.int64())) for part in (before, after)
        )
    known, each = ibis.memtable(before), ibis.memtable(after)
    rates = base_rates(known)
    same = [each.product_id.identical_to(rates.product_id), each.category.identical_to(rates.category)]
    by_category = rates.group_by("category").aggregate(
        typical=(rates.base * rates.lines).sum() / rates.lines.sum()
    )
    joined = each.left_join(rates, same).drop("product_id_right", "category_right")
    joined = joined.left_join(by_category, "category")
    joined = joined.left_join(effects(known, rates).select("customer_id", "effect"), "customer_id")
    overall = pc.mean(pc.cast(before["happened"], pa.float64())).as_py()
    base = ibis.coalesce(joined.base, joined.typical, overall)
    rows = joined.select(base=base, effect=ibis.coalesce(joined.effect, 0.0), happened=joined.happened)
    got = engine.to_pyarrow(rows)
    base, happened = got["base"].to_numpy(), got["happened"].to_numpy(zero_copy_only=False)
    odds = base / (1 - base) * np.exp(got["effect"].to_numpy())
    both = [(auc(p, happened), log_loss(p, happened)) for p in (base, odds / (1 + odds))]
    return Discounts(*both[0], *both[1])


def interest_recalls(engine: BaseBackend, lines: pa.Table) -> dict[str, float]:
    """Of the categories each household buys in the last quarter (five at most) the share among five foretold.

    The last quarter of the lines; `own` by `interests`, `popular` by the same five for everybody.
    """
    at = lines["at"].to_numpy().astype("datetime64[s]").astype(float)
    late = at > np.quantile(at, 0.75)
    before, new = order_lines(lines.filter(~late)), lines.filter(late)
    after: dict[int, set[str]] = {}
    for who, what in zip(new["customer_id"].to_pylist(), new["category"].to_pylist(), strict=True):
        if what is not None:
            after.setdefault(who, set()).add(what)
    counts = before["category"].drop_null().value_counts().to_pylist()
    popular = [row["values"] for row in sorted(counts, key=lambda row: -row["counts"])[:TOP]]
    told = engine.to_pyarrow(interests(ibis.memtable(before), before["ordered_on"].to_numpy().max().item()))
    own: dict[int, list[str]] = {}
    for who, what in zip(told["customer_id"].to_pylist(), told["category"].to_pylist(), strict=True):
        own.setdefault(who, []).append(what)
    given = {"own": lambda who: own.get(who, popular), "popular": lambda _: popular}
    return {
        name: float(
            np.mean([len(what & set(listed(who))) / min(len(what), TOP) for who, what in after.items()])
        )
        for name, listed in given.items()
    }
