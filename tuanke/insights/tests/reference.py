"""The definitions once more, in plain Python over lists: slow, obvious and independent of the expressions."""

import math
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from tuanke.insights.tests.histories import Rows


def sales(rows: Rows, as_of: date) -> Rows:
    return [r for r in rows if r["ordered_on"] <= as_of and r["is_order"] and r["revenue_fen"] >= 0]


def days_bought(rows: Rows, as_of: date) -> dict[int, list[date]]:
    """customer_id → sorted purchase days."""
    found = defaultdict(set)
    for row in sales(rows, as_of):
        found[row["customer_id"]].add(row["ordered_on"])
    return {customer: sorted(days) for customer, days in found.items()}


def activity(rows: Rows, as_of: date, window_days: int) -> dict[int, dict[str, Any]]:
    known = [row for row in rows if row["ordered_on"] <= as_of]
    bought = days_bought(rows, as_of)
    start = as_of - timedelta(days=window_days)
    result = {}
    for customer in {row["customer_id"] for row in known}:
        own = [row for row in known if row["customer_id"] == customer]
        days = bought.get(customer, [])
        revenue = sum(row["revenue_fen"] for row in own)
        orders = len({row["order_id"] for row in sales(own, as_of)})
        result[customer] = {
            "recency_days": (as_of - days[-1]).days if days else None,
            "frequency": sum(day > start for day in days),
            "monetary_fen": sum(row["revenue_fen"] for row in own if row["ordered_on"] > start),
            "orders": orders,
            "purchase_days": len(days),
            "purchase_days_28d": sum((as_of - day).days < 28 for day in days),
            "purchase_days_91d": sum((as_of - day).days < 91 for day in days),
            "revenue_fen": revenue,
            "margin_fen": sum(row["margin_fen"] for row in own),
            "first_on": days[0] if days else None,
            "last_on": days[-1] if days else None,
            "aov_fen": math.floor(Fraction(revenue, orders) + Fraction(1, 2)) if orders else None,
        }
    return result


def own_gaps(days: list[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]


def quintile(value: int, values: list[int]) -> int:
    """1 + floor(5 x share strictly worse), higher is better."""
    return 1 + 5 * sum(other < value for other in values) // len(values)


def class_cut(values: list[int], q: float) -> int | None:
    """NumPy's quantile, on to the next observed value; past it when more than 40 % share it."""
    at = np.quantile(values, q)
    shared = sum(value == at for value in values) / len(values)
    upper = [value for value in values if (value > at if shared > 0.4 else value >= at)]
    return min(upper) if upper else None


def abc(margin: int, margins: list[int]) -> str:
    """Share of the positive total held by customers with a strictly higher margin decides."""
    total = sum(max(other, 0) for other in margins)
    if margin <= 0:
        return "loss" if margin < 0 else "C"
    above = sum(other for other in margins if other > margin)
    return "A" if above * 100 < total * 80 else "B" if above * 100 < total * 95 else "C"


def state_by_day(days: list[date], expected_gap: float, as_of: date) -> list[tuple[date, str]]:
    """Every day from the first purchase to `as_of` with the state, by the words of the design."""
    history = []
    day, states = days[0], {}
    while day <= as_of:
        so_far = [other for other in days if other <= day]
        rho = (day - so_far[-1]).days / expected_gap
        before = states.get(day - timedelta(days=1))
        if rho > 3:
            state = "lost"
        elif rho > 1.5:
            state = "dormant"
        elif len(so_far) == 1:
            state = "first"
        elif day in days:
            state = "returned" if before in ("dormant", "lost") else "active"
        else:
            state = before
        states[day] = state
        history.append((day, state))
        day += timedelta(days=1)
    return history


def expected_gap(days: list[date], shop_gap: float) -> float:
    gaps = own_gaps(days)
    if not gaps:
        return shop_gap
    return math.exp((3 * math.log(shop_gap) + len(gaps) * math.log(median(gaps))) / (3 + len(gaps)))
