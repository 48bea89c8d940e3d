"""Goods that bring people back, what the next weeks will ask for, and what to prepare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import NormalDist
from typing import Any

from tuanke.analyze.selectors.shop import Shop
from tuanke.facts.domain.festivals import festival_weeks
from tuanke.insights.demand import weekly_demand
from tuanke.insights.demand_ahead import Demand, demand_of
from tuanke.insights.forecast import FEWEST_WEEKS
from tuanke.insights.returning import first_goods
from tuanke.insights.stats import Interval, wilson

FEWEST_BUYERS = 30
GOODS_SHOWN = 10
CATEGORIES_SHOWN = 12
PRODUCTS_SHOWN = 20
RECENT_WEEKS = 12

LARGEST = """
SELECT category FROM lines WHERE category IS NOT NULL AND is_order
GROUP BY category ORDER BY sum(revenue_fen) DESC, category LIMIT $shown
"""
# Most asked for lately, among those that have been sold for long enough to look ahead.
ASKED = """
SELECT product_id, name
FROM lines JOIN goods USING (product_id)
WHERE is_order AND revenue_fen >= 0 AND ordered_on <= $as_of
GROUP BY product_id, name
HAVING min(ordered_on) <= $known AND sum(greatest(coalesce(quantity, 1), 0)) FILTER (ordered_on > $since) > 0
ORDER BY sum(greatest(coalesce(quantity, 1), 0)) FILTER (ordered_on > $since) DESC, product_id LIMIT $shown
"""


@dataclass(frozen=True)
class Returning:
    """`share` of first buyers of a good who bought again in time, with an interval for all goods at once."""

    name: str
    buyers: int
    share: float
    interval: Interval

    def is_above(self, shop_share: float) -> bool:
        return self.interval.low > shop_share


@dataclass(frozen=True)
class Returns:
    """`compared` goods had enough first buyers; the best of them are in `goods`."""

    shop_share: float
    compared: int
    goods: tuple[Returning, ...]


def find_returns(shop: Shop) -> Returns | None:
    """None where the file names no goods, or no good has 30 first buyers known for 90 days.

    With m goods compared each interval holds at 1 - 5 % / m (Bonferroni), else one in twenty goods would
    stand out by chance alone.
    """
    rows = [row for row in shop.rows(first_goods(shop.lines, shop.as_of)) if row["buyers"] >= FEWEST_BUYERS]
    if not rows:
        return None
    z = NormalDist().inv_cdf(1 - 0.025 / len(rows))
    names = _names(shop, [row["product_id"] for row in rows])
    found = [
        Returning(
            name=names[row["product_id"]],
            buyers=row["buyers"],
            share=row["again"] / row["buyers"],
            interval=wilson(row["again"], row["buyers"], z),
        )
        for row in rows
    ]
    best = sorted(found, key=lambda good: (-good.interval.low, -good.share, good.name))[:GOODS_SHOWN]
    return Returns(rows[0]["shop_again"] / rows[0]["shop_buyers"], len(rows), tuple(best))


def demand_by_category(shop: Shop) -> tuple[Demand, ...]:
    """The categories that brought most money, in that order; empty where the file names none."""
    largest = [row["category"] for row in shop.query(LARGEST, {"shown": CATEGORIES_SHOWN})]
    series = _series(shop, "category", largest)
    festivals = festival_weeks(shop.as_of)
    return tuple(demand_of(name, series[name], festivals) for name in largest if name in series)


def demand_by_product(shop: Shop) -> tuple[Demand, ...]:
    """The products most asked for in the last 12 weeks, with enough weeks behind them to look ahead."""
    days = {
        "as_of": shop.as_of,
        "since": shop.as_of - timedelta(weeks=RECENT_WEEKS),
        "known": shop.as_of - timedelta(weeks=FEWEST_WEEKS + 1),
    }
    asked = {row["product_id"]: row["name"] for row in shop.query(ASKED, {**days, "shown": PRODUCTS_SHOWN})}
    series = _series(shop, "product_id", list(asked))
    festivals = festival_weeks(shop.as_of)
    return tuple(demand_of(name, series[code], festivals) for code, name in asked.items() if code in series)


def _series(shop: Shop, by: str, groups: Sequence[Any]) -> dict[Any, list[float]]:
    """Group → pieces per complete week, the oldest first; a group without one is left out."""
    if not groups:
        return {}
    found: dict[Any, list[float]] = {}
    for row in shop.rows(weekly_demand(shop.lines, shop.as_of, by, groups).order_by([by, "week"])):
        found.setdefault(row[by], []).append(float(row["quantity"]))
    return found


def _names(shop: Shop, products: list[int]) -> dict[int, str]:
    rows = shop.query(
        "SELECT product_id, name FROM goods WHERE list_contains($products, product_id)",
        {"products": products},
    )
    return {row["product_id"]: row["name"] for row in rows}
