"""The need a customer shows: found where it was planted, not made from what everybody gets."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow.compute as pc
import pytest
from ibis.backends import BaseBackend

from tuanke.insights.needs.scores import SIGNALS, WEIGHTS, needs
from tuanke.insights.tests.groceries import with_discounts
from tuanke.insights.tests.histories import Rows, day, rows_of
from tuanke.insights.tests.needy import KINDS, contact, contacts_table, lines_table, refund, sale, shop

AS_OF = day(400)


def found(
    duck: BaseBackend,
    rows: Rows,
    contacts: Rows | None = None,
    as_of: date = AS_OF,
    *,
    with_discount: bool = True,
) -> dict[int, dict[str, Any]]:
    told = None if contacts is None else contacts_table(contacts)
    table = needs(lines_table(rows, with_discount=with_discount), as_of, told)
    return {row["customer_id"]: row for row in rows_of(duck, table)}


@pytest.fixture(scope="module")
def planted(duck: BaseBackend) -> dict[int, dict[str, Any]]:
    return found(duck, *shop())


def test_needs_are_found_where_they_were_planted(planted: dict[int, dict[str, Any]]) -> None:
    for number, kind in enumerate(KINDS[:3]):
        told = [planted[customer]["need"] for customer in range(number, 120, 4)]
        assert told.count(kind) >= 0.7 * len(told), kind
        assert sum(need not in (kind, "balanced") for need in told) <= 0.1 * len(told)
    assert len({*range(300)} - planted.keys()) == 0


def test_the_class_follows_from_the_evidence_of_the_row(planted: dict[int, dict[str, Any]]) -> None:
    """By the rules in words, from nothing but the row itself."""
    for row in planted.values():
        scores = {}
        for need, weights in WEIGHTS.items():
            parts = {name: row[f"{name}_percentile"] for name in weights}
            told = {
                name: 100 - part if weights[name] < 0 else part
                for name, part in parts.items()
                if part is not None
            }
            total = sum(abs(weights[name]) for name in told)
            scores[need] = sum(abs(weights[name]) * told[name] for name in told) / total
            assert row[f"{need}_score"] == pytest.approx(scores[need], abs=1e-5)
        best, next_best, _ = sorted(row[f"{need}_score"] for need in WEIGHTS)[::-1]
        clear = best >= 60 and best - next_best >= 10
        top = max(WEIGHTS, key=lambda need: row[f"{need}_score"])
        assert row["need"] == (top if clear else "balanced")
        second = next_best if clear else best
        assert (row["second_need"] is not None) == (second >= 60)
        assert row["second_need"] is None or row[f"{row['second_need']}_score"] == second
    assert {row["second_need"] for row in planted.values()} > {None}


def test_percentiles_are_spread_over_all_and_lie_in_the_middle_on_average(
    planted: dict[int, dict[str, Any]],
) -> None:
    for name in SIGNALS:
        told = [row[f"{name}_percentile"] for row in planted.values()]
        assert sum(told) / len(told) == pytest.approx(50)
        by_effect = sorted(planted.values(), key=lambda row: row[f"{name}_effect"])
        assert [row[f"{name}_percentile"] for row in by_effect] == sorted(told)


def test_an_offer_for_everybody_is_no_price_sensitivity(duck: BaseBackend) -> None:
    """Half come in the week of the offer, half in other weeks: all by chance of the calendar."""
    rows = []
    for customer in range(60):
        for n in range(4):
            offered = (customer + n) % 2 == 0
            rows.append(sale(customer, customer * 10 + n, 8 if offered else 22, 1, off=300 if offered else 0))
    rows += [sale(99, 990 + n, 8, 1, off=300) for n in range(8)]  # came in that week only
    told = found(duck, rows)
    assert {row["deal_percentile"] for row in told.values()} == {50}
    assert {row["need"] for row in told.values()} == {"balanced"}


def test_a_bad_batch_says_nothing_about_who_sends_it_back(duck: BaseBackend) -> None:
    rows, contacts = shop(120, 0)
    batch = [sale(customer, customer * 100 + 50, 361, 41) for customer in range(40)]
    back = [refund(row) for row in batch]
    told = found(duck, rows + batch + back, contacts)
    quiet = found(duck, rows, contacts)
    # more came back, but hardly anybody is called by another need for it
    moved = Counter(told[customer]["need"] == quiet[customer]["need"] for customer in range(40))
    assert all(told[c]["return_own"] == quiet[c]["return_own"] + 1 for c in range(40))
    assert moved[True] >= 34


def test_what_the_orders_do_not_tell_is_left_out_and_the_rest_weighs_whole(duck: BaseBackend) -> None:
    rows, _ = shop(80, 40)
    told = found(duck, rows, with_discount=False)
    for row in told.values():
        assert (
            row["deal_n"] is row["deal_percentile"] is row["contact_effect"] is row["service_score"] is None
        )
        assert row["price_score"] == pytest.approx(100 - row["tier_percentile"], abs=1e-5)
    nothing_off = [
        {**row, "revenue_fen": row["revenue_fen"] + row["discount_fen"], "discount_fen": 0} for row in rows
    ]
    assert {row["deal_percentile"] for row in found(duck, nothing_off).values()} == {None}
    assert {row["contact_percentile"] for row in found(duck, rows, []).values()} == {None}


def test_two_lines_are_too_few(duck: BaseBackend) -> None:
    rows, contacts = shop(40, 40)
    extra = [sale(77, 7700 + n, n, 12, off=300) for n in range(2)]
    told = found(duck, rows + extra, [*contacts, contact(extra[0])])
    assert told[77]["need"] == "unknown"
    assert (told[77]["lines"], told[77]["price_score"], told[77]["deal_n"]) == (2, None, None)
    plain = [sale(77, n, n, None) for n in range(9)]
    assert found(duck, plain)[77]["need"] == "unknown"  # no signal tells anything


def test_the_future_and_the_refunds_are_no_purchases(duck: BaseBackend) -> None:
    rows, contacts = shop(60, 40)
    then = [row for row in rows if row["ordered_on"] <= day(200)]
    whole, known = found(duck, rows, contacts, day(200)), found(duck, then, contacts, day(200))
    assert whole.keys() == known.keys()
    for customer, row in whole.items():
        assert row == pytest.approx(known[customer], nan_ok=True)


def test_another_shape_is_refused() -> None:
    lines = lines_table([sale(1, 1, 1, 1)])
    with pytest.raises(ValueError, match="column 'is_our_fault' is missing"):
        needs(lines, AS_OF, ibis.table({"customer_id": "int64", "order_id": "int64"}, name="x"))
    with pytest.raises(ValueError, match="column 'quantity' is missing"):
        needs(lines.drop("quantity"), AS_OF)


def test_the_halves_of_a_grocers_year_tell_alike(shared_data: Path, duck: BaseBackend) -> None:
    """Complete Journey: what households with ten lines in each half year show in one they show in the other."""
    lines = with_discounts(shared_data)
    middle = date(2017, 7, 1)
    early = pc.less(lines["ordered_on"], middle)
    halves = []
    for part in (lines.filter(early), lines.filter(pc.invert(early))):
        rows = rows_of(duck, needs(ibis.memtable(part), date(2018, 1, 31)))
        halves.append({row["customer_id"]: row for row in rows if row["lines"] >= 10})
    both = halves[0].keys() & halves[1].keys()
    assert len(both) > 1000
    for name, least in (("deal_percentile", 0.2), ("price_score", 0.3), ("quality_score", 0.4)):
        pairs = np.array([[half[customer][name] for half in halves] for customer in both])
        assert np.corrcoef(pairs.T)[0, 1] > least, name
