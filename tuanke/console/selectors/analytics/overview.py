"""How the shop stands, on one screen: do customers come back, who brings the money, what stands out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tuanke.console.selectors.analytics.card_words import Told, told
from tuanke.insights.first_repeat import FIRST, REPEAT

CARDS = 4
QUARTER, YEAR = -4, 0  # places among the ends of the last twelve months


def compared(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The repurchase rate as it stood a quarter and about a year ago, as far as anybody had ordered by then."""
    ends = found["repurchase_months"] if found["repurchase"]["customers"] else []
    rows = [ends[place] for place in (QUARTER, YEAR) if len(ends) > abs(place)]
    return [
        {**row, "on": date.fromisoformat(row["on"]), "change": found["repurchase"]["rate"] - row["rate"]}
        for row in rows
        if row["customers"]
    ]


def months(rows: Sequence[Mapping[str, Any]], as_of: date) -> list[dict[str, Any]]:
    """A row per month, the newest first: margin and revenue of first and of repeat orders, and the latter's share."""
    by_month: dict[str, dict[str, Any]] = {}
    for row in rows:
        by_month.setdefault(row["month"], {})[row["kind"]] = row
    nothing = {"customers": 0, "orders": 0, "revenue_fen": 0, "margin_fen": 0}
    return [
        _month(date.fromisoformat(month), kinds.get(FIRST, nothing), kinds.get(REPEAT, nothing), as_of)
        for month, kinds in sorted(by_month.items(), reverse=True)
    ]


def _month(month: date, first: Any, repeat: Any, as_of: date) -> dict[str, Any]:
    revenue = first["revenue_fen"] + repeat["revenue_fen"]
    return {
        "month": month,
        "first": first,
        "repeat": repeat,
        "share": repeat["revenue_fen"] / revenue if revenue > 0 else None,
        "runs": (month.year, month.month) == (as_of.year, as_of.month),
    }


def months_chart(rows: Sequence[Mapping[str, Any]], names: tuple[str, str]) -> dict[str, Any]:
    """Margin in yuan, the oldest month first, without the one that is not over."""
    whole = [row for row in reversed(rows) if not row["runs"]]
    return {
        "labels": [f"{row['month']:%Y-%m}" for row in whole],
        "unit": "¥",
        "series": [
            {"name": name, "data": [round(row[kind]["margin_fen"] / 100) for row in whole]}
            for name, kind in zip(names, ("first", "repeat"), strict=True)
        ],
    }


def top_cards(cards: Sequence[Any], products: Mapping[int, str]) -> list[Told]:
    """Of each kind the one with the most margin, at most four."""
    firsts: dict[str, Any] = {}
    for card in cards:
        firsts.setdefault(card.kind, card)
    return [told(card, products) for card in list(firsts.values())[:CARDS]]
