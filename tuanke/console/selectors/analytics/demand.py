"""What the coming weeks will ask for, and what to prepare."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tuanke.facts.selectors.demand_words import method_words, trend_words
from tuanke.ui.sparkline import sparkline

MONTH_WEEKS = 4
SPARK_WEEKS = 26
LEAD_DAYS = 28  # a festival moves the demand of the weeks before it


def demand_table(found: Mapping[str, Any], products: Mapping[int, str]) -> dict[str, Any]:
    """`products`: the names by number. `quiet`: goods of which not one piece is expected; nobody prepares those."""
    starts_on = date.fromisoformat(found["starts_on"])
    festivals = [{**one, "on": date.fromisoformat(one["on"])} for one in found["festivals"]]
    weeks = [_week(starts_on + timedelta(weeks=place), festivals) for place in range(found["weeks_ahead"])]
    categories = [_row(one, str(one["code"])) for one in found["categories"]]
    goods = [_row(one, products.get(one["code"], str(one["code"]))) for one in found["products"]]
    asked = [row for row in goods if row["ahead"] is None or round(row["ahead"]["total"])]
    asked.sort(key=lambda row: -row["ahead"]["total"] if row["ahead"] else 0)
    return {
        "weeks": weeks,
        "festivals": festivals,
        "categories": categories,
        "products": asked,
        "quiet": len(goods) - len(asked),
        "largest": max(
            (row for row in categories if row["ahead"]), key=lambda row: row["ahead"]["total"], default=None
        ),
    }


def chart(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """The category that will ask for most: its past weeks, and the four to come with their range."""
    told = [one for one in found["categories"] if one["ahead"]]
    row = max(told, key=lambda one: one["ahead"]["total"][0], default=None)
    if row is None:
        return None
    starts_on, past = date.fromisoformat(found["starts_on"]), row["weeks"]
    days = [starts_on + timedelta(weeks=place) for place in range(-len(past), found["weeks_ahead"])]
    gap: list[float | None] = [None] * (len(past) - 1)
    mean, low, high = zip(*row["ahead"]["weeks"], strict=True)
    return {
        "name": row["code"],
        "labels": [f"{day:%Y-%m-%d}" for day in days],
        "past": past,
        "ahead": [*gap, past[-1], *map(round, mean)],
        "low": [*gap, past[-1], *map(round, low)],
        "high": [*gap, past[-1], *map(round, high)],
    }


def _week(starts_on: date, festivals: list[dict[str, Any]]) -> dict[str, Any]:
    """`festival`: the one whose demand falls into that week."""
    near = [one for one in festivals if 0 <= (one["on"] - starts_on).days <= LEAD_DAYS + 6]
    return {"starts_on": starts_on, "festival": near[0]["name"] if near else ""}


def _row(one: Mapping[str, Any], name: str) -> dict[str, Any]:
    trend, ahead = one["trend"] or {}, one["ahead"]
    return {
        "code": one["code"],
        "name": name,
        "last": sum(one["weeks"][-MONTH_WEEKS:]),
        "spark": sparkline(one["weeks"][-SPARK_WEEKS:]),
        "trend": trend_words(trend.get("low"), trend.get("high")),
        "ahead": ahead
        and {
            "weeks": [(round(mean), round(low), round(high)) for mean, low, high in ahead["weeks"]],
            "total": ahead["total"][0],
            "low": ahead["total"][1],
            "high": ahead["total"][2],
            "method": method_words(ahead["method"]),
            "gain": ahead["gain"],
        },
    }
