"""Goods that bring people back, what the next weeks will ask for, and what to prepare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from tuanke.analyze.selectors.shop import Shop
from tuanke.insights.demand import weekly_demand
from tuanke.insights.forecast import FEWEST_WEEKS, Forecast, forecast
from tuanke.insights.returning import first_goods
from tuanke.insights.stats import Interval, wilson
from tuanke.insights.trend import Trend, theil_sen

FEWEST_BUYERS = 30
GOODS_SHOWN = 10
CATEGORIES_SHOWN = 12
PRODUCTS_SHOWN = 20
TREND_WEEKS = 26
RECENT_WEEKS = 12


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


@dataclass(frozen=True)
class Demand:
    """`weeks`: complete weeks, oldest first. `ahead` is None where they are too few."""

    name: str
    weeks: tuple[float, ...]
    ahead: Forecast | None
    trend: Trend | None


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
    rows = shop.rows(weekly_demand(shop.lines, shop.as_of).order_by(["category", "week"]))
    money: dict[str, int] = {}
    for row in rows:
        money[row["category"]] = money.get(row["category"], 0) + row["revenue_fen"]
    largest = sorted(money, key=lambda name: (-money[name], name))[:CATEGORIES_SHOWN]
    series = _series(rows, "category")
    return tuple(_demand(name, series[name]) for name in largest)


def demand_by_product(shop: Shop) -> tuple[Demand, ...]:
    """The products most asked for in the last 12 weeks, with enough weeks behind them to look ahead."""
    rows = shop.rows(weekly_demand(shop.lines, shop.as_of, "product_id").order_by(["product_id", "week"]))
    series = {
        code: weeks for code, weeks in _series(rows, "product_id").items() if len(weeks) >= FEWEST_WEEKS
    }
    recent = {code: sum(weeks[-RECENT_WEEKS:]) for code, weeks in series.items()}
    asked = sorted(recent, key=lambda code: (-recent[code], code))[:PRODUCTS_SHOWN]
    names = _names(shop, asked)
    return tuple(_demand(names[code], series[code]) for code in asked if recent[code])


def _series(rows: Sequence[Mapping[str, Any]], by: str) -> dict[Any, list[float]]:
    found: dict[Any, list[float]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(float(row["quantity"]))
    return found


def _demand(name: str, weeks: list[float]) -> Demand:
    series = np.array(weeks)
    return Demand(name, tuple(weeks), forecast(series), theil_sen(series[-TREND_WEEKS:]))


def _names(shop: Shop, products: list[int]) -> dict[int, str]:
    rows = shop.query(
        "SELECT product_id, name FROM goods WHERE list_contains($products, product_id)",
        {"products": products},
    )
    return {row["product_id"]: row["name"] for row in rows}
