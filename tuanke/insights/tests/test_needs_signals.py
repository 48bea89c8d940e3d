"""Each signal against a plain count over lists."""

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.needs.contacts import PRIOR_ORDERS, contacted
from tuanke.insights.needs.deals import WEEK_PRIOR, discounted, returned
from tuanke.insights.needs.price_tier import price_tier
from tuanke.insights.price_sensitivity import CATEGORY_PRIOR, PRODUCT_PRIOR
from tuanke.insights.tests.histories import Rows, rows_of
from tuanke.insights.tests.needy import contact, contacts_table, lines_table, refund, sale

products = st.sampled_from([1, 2, 3, 11, 12, None])
offs = st.sampled_from([0, 99, 100, 400, None])
sales = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 5), st.sampled_from([2, 3, 30]), products, offs),
    min_size=1,
    max_size=30,
).map(
    lambda drawn: [
        sale(who, who * 10 + order, at, what, 1000 + 100 * (what or 0), off)
        for who, order, at, what, off in drawn
    ]
)


def by_customer(duck: BaseBackend, signal: Any) -> dict[int, dict[str, Any]]:
    return {row["customer_id"]: row for row in rows_of(duck, signal)}


def beyond_others(rows: Rows, happened: list[bool]) -> dict[int, tuple[int, int, float, float]]:
    """n, own, expected, information; a share is never quite 0 or 1."""
    lines = [
        (r["customer_id"], r["product_id"], r["category"], (r["ordered_on"].toordinal() - 719163) // 7, hit)
        for r, hit in zip(rows, happened, strict=True)
    ]

    def share(hits: list[bool], prior: float, weight: float) -> float:
        return (sum(hits) + weight * prior) / (len(hits) + weight)

    every = share([hit for *_, hit in lines], 0, 0)
    found: dict[int, list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for who, product, category, week, hit in lines:
        others = [(q, c, k, h) for w, q, c, k, h in lines if w != who]
        p = share([h for _, c, _, h in others if c == category], every, CATEGORY_PRIOR)
        if product is not None:
            p = share([h for q, _, _, h in others if q == product], p, PRODUCT_PRIOR)
            p = share([h for q, _, k, h in others if (q, k) == (product, week)], p, WEEK_PRIOR)
        p = min(max(p, 1e-4), 1 - 1e-4)
        for n, part in enumerate((1, hit, p, p * (1 - p))):
            found[who][n] += part
    return {who: tuple(parts) for who, parts in found.items()}  # type: ignore[misc]


def check(got: dict[int, dict[str, Any]], expected: dict[int, tuple[int, int, float, float]]) -> None:
    assert got.keys() == expected.keys()
    for who, row in got.items():
        n, own, anybody, information = expected[who]
        assert (row["n"], row["own"]) == (n, own)
        assert row["expected"] == pytest.approx(anybody)
        assert row["excess"] == pytest.approx(own - anybody, abs=1e-9)
        assert row["information"] == pytest.approx(information)


@settings(max_examples=20, deadline=None)
@given(rows=sales)
def test_deals_equal_a_plain_count(duck: BaseBackend, rows: Rows) -> None:
    told = [row for row in rows if row["discount_fen"] is not None]
    hits = [row["discount_fen"] * 10 >= row["revenue_fen"] + row["discount_fen"] for row in told]
    check(by_customer(duck, discounted(lines_table(rows))), beyond_others(told, hits) if told else {})


@settings(max_examples=15, deadline=None)
@given(rows=sales, data=st.data())
def test_returns_equal_a_plain_count(duck: BaseBackend, rows: Rows, data: st.DataObject) -> None:
    back = [refund(row) for row in rows if row["product_id"] and data.draw(st.booleans())]
    keys = {(r["customer_id"], r["order_id"], r["product_id"]) for r in back}
    hits = [(r["customer_id"], r["order_id"], r["product_id"]) in keys for r in rows]
    check(by_customer(duck, returned(lines_table(rows), lines_table(back))), beyond_others(rows, hits))


@settings(max_examples=20, deadline=None)
@given(rows=sales, by_spend=st.booleans())
def test_price_tiers_equal_a_plain_count(duck: BaseBackend, rows: Rows, by_spend: bool) -> None:  # noqa: FBT001
    seen = {r["product_id"]: r["category"] for r in rows}
    paid: dict[int, list[int]] = defaultdict(list)
    for r in rows:
        if r["product_id"]:
            paid[r["product_id"]].append(r["revenue_fen"] + (r["discount_fen"] or 0))
    price = {what: sum(fen) / len(fen) for what, fen in paid.items()}
    tier = {}
    for what, own in price.items():
        peers = [price[other] for other in price if seen[other] == seen[what]]
        below, same = sum(p < own for p in peers), peers.count(own)
        if len(set(peers)) > 1:
            tier[what] = (below + same / 2) / len(peers)
    told = [r for r in rows if r["product_id"] in tier]
    weight = [r["revenue_fen"] if by_spend else 1 for r in told]
    place = np.array([tier[r["product_id"]] for r in told])
    usual = np.array([_mean_tier(told, weight, tier, r["category"]) for r in told])
    got = by_customer(duck, price_tier(lines_table(rows), by_spend=by_spend))
    variance = np.average((place - usual) ** 2, weights=weight) if told else 0
    people = {r["customer_id"] for r in told} if variance > 0 else set()
    assert got.keys() == people
    for who, row in got.items():
        mine = np.array([r["customer_id"] == who for r in told])
        w = np.array(weight)[mine]
        beyond, alike = np.average((place - usual)[mine], weights=w), w.sum() ** 2 / (w**2).sum()
        assert row["n"] == mine.sum()
        assert row["own"] - row["expected"] == pytest.approx(beyond, abs=1e-9)
        assert row["information"] == pytest.approx(alike / variance)
        assert row["excess"] == pytest.approx(alike * beyond / variance, abs=1e-6)


def _mean_tier(told: Rows, weight: list[int], tier: dict[int, float], category: str) -> float:
    of = [(tier[r["product_id"]], w) for r, w in zip(told, weight, strict=True) if r["category"] == category]
    return sum(place * w for place, w in of) / sum(w for _, w in of)


@settings(max_examples=20, deadline=None)
@given(rows=sales, data=st.data())
def test_contacts_equal_a_plain_count(duck: BaseBackend, rows: Rows, data: st.DataObject) -> None:
    told = [contact(r, is_our_fault=data.draw(st.booleans())) for r in rows if data.draw(st.booleans())]
    told += [{"customer_id": 1, "order_id": None, "is_our_fault": False}] * data.draw(st.integers(0, 2))
    told += [{"customer_id": 9, "order_id": None, "is_our_fault": False}]  # never bought
    weight = [0.5 if c["is_our_fault"] else 1.0 for c in told]
    orders = sorted({(r["customer_id"], r["order_id"]) for r in rows})
    made = {
        (who, order): sum(
            w for c, w in zip(told, weight, strict=True) if (c["customer_id"], c["order_id"]) == (who, order)
        )
        for who, order in orders
    }
    shop_rate = sum(made.values()) / len(orders)
    goods = {
        key: {r["product_id"] for r in rows if (r["customer_id"], r["order_id"]) == key} for key in orders
    }

    def rate(product: int | None) -> float:
        if product is None:
            return shop_rate
        with_it = [made[key] for key in orders if product in goods[key]]
        return (sum(with_it) + PRIOR_ORDERS * shop_rate) / (len(with_it) + PRIOR_ORDERS)

    rates = {key: float(np.mean([rate(product) for product in goods[key]])) for key in orders}
    buyers = {who for who, _ in orders}
    own = {
        who: sum(w for c, w in zip(told, weight, strict=True) if c["customer_id"] == who) for who in buyers
    }
    raw = {who: sum(rates[key] for key in orders if key[0] == who) for who in buyers}
    scale = sum(own.values()) / sum(raw.values()) if sum(raw.values()) else 0
    got = by_customer(duck, contacted(lines_table(rows), contacts_table(told)))
    assert got.keys() == buyers
    for who, row in got.items():
        assert (row["n"], row["own"]) == (sum(key[0] == who for key in orders), own[who])
        assert row["expected"] == row["information"] == pytest.approx(raw[who] * scale)
        assert row["excess"] == pytest.approx(own[who] - raw[who] * scale, abs=1e-9)
