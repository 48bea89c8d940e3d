import math
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.price_sensitivity import CATEGORY_PRIOR, EXPOSURES, PRODUCT_PRIOR, base_rates, effects
from tuanke.insights.tests.groceries import journey
from tuanke.insights.tests.histories import rows_of
from tuanke.insights.tests.published import discounts, last_quarter

Line = tuple[int, int | None, str | None, bool]
NAMES = ("customer_id", "product_id", "category", "happened")
line_lists = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from([1, 2, 3, None]),
        st.sampled_from(["tea", "fruit", None]),
        st.booleans(),
    ),
    max_size=60,
)


def table(lines: list[Line]) -> Any:
    rows = [dict(zip(NAMES, line, strict=True)) for line in lines]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=EXPOSURES.to_pyarrow()))


def rows(duck: BaseBackend, lines: list[Line]) -> dict[int, dict[str, Any]]:
    exposures = table(lines)
    return {row["customer_id"]: row for row in rows_of(duck, effects(exposures, base_rates(exposures)))}


@settings(max_examples=20, deadline=None)
@given(lines=line_lists)
def test_effects_equal_a_plain_count(duck: BaseBackend, lines: list[Line]) -> None:
    def shrunk(hits: list[bool], prior: float, weight: float) -> float:
        return (sum(hits) + weight * prior) / (len(hits) + weight)

    every = [hit for *_, hit in lines]
    mine: dict[int, list[tuple[bool, float]]] = {}
    for customer, product, category, hit in lines:
        category_rate = shrunk(
            [h for _, _, c, h in lines if c == category], sum(every) / len(every), CATEGORY_PRIOR
        )
        same = [h for _, p, c, h in lines if (p, c) == (product, category)]
        rate = category_rate if product is None else shrunk(same, category_rate, PRODUCT_PRIOR)
        base = min(max(rate, 1e-4), 1 - 1e-4)
        mine.setdefault(customer, []).append((hit, base))
    excess = {c: sum(hit - p for hit, p in own) for c, own in mine.items()}
    information = {c: sum(p * (1 - p) for _, p in own) for c, own in mine.items()}
    scale = sum(v * v for v in information.values())
    variance = max(sum(excess[c] ** 2 - information[c] for c in mine) / scale, 0) if mine else 0
    got = rows(duck, lines)
    assert got.keys() == mine.keys()
    for customer, row in got.items():
        weight = variance / (1 + variance * information[customer])
        assert row["effect"] == pytest.approx(excess[customer] * weight, abs=1e-9)
        assert row["high"] - row["low"] == pytest.approx(2 * 1.959964 * math.sqrt(weight), abs=1e-9)
        assert (row["lines"], row["missing_lines"]) == (len(mine[customer]), max(10 - len(mine[customer]), 0))
        assert (row["verdict"] == "unknown") == (len(mine[customer]) < 10)


def test_what_everybody_gets_is_no_sensitivity(duck: BaseBackend) -> None:
    """One buys only what is always on offer, one only what never is: both like everybody else."""
    lines = [(1, 1, "tea", True)] * 40 + [(2, 2, "tea", False)] * 40
    lines += [(c, p, "tea", p == 1) for c in range(3, 30) for p in (1, 2) for _ in range(10)]
    got = rows(duck, lines)
    assert {row["verdict"] for row in got.values()} == {"like_others"}
    assert (got[1]["hits"], got[2]["hits"]) == (40, 0)


def test_who_waits_for_offers_is_found(duck: BaseBackend) -> None:
    lines = [(c, p, "tea", n % 2 == 0) for c in range(2, 40) for p in (1, 2) for n in range(12)]
    lines += [(1, 1, "tea", True)] * 30 + [(50, 2, "tea", False)] * 30 + [(60, 1, "tea", True)] * 9
    got = rows(duck, lines)
    assert (got[1]["verdict"], got[50]["verdict"]) == ("more", "less")
    assert (got[60]["verdict"], got[60]["missing_lines"]) == ("unknown", 1)
    assert {got[c]["verdict"] for c in range(2, 40)} == {"like_others"}


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="column 'happened' is missing"):
        base_rates(
            ibis.table({"customer_id": "int64", "product_id": "int64", "category": "string"}, name="x")
        )


@pytest.fixture(scope="module")
def quarters(shared_data: Path) -> tuple[pa.Table, pa.Table]:
    return last_quarter(journey(shared_data))


def test_the_last_quarter_of_complete_journey(duck: BaseBackend, quarters: tuple[pa.Table, pa.Table]) -> None:
    """Published with the category as the base: AUC .7247, log loss .6074; the base alone .7161 / .6124."""
    found = discounts(duck, *quarters, by_product=False)
    assert (round(found.base_auc, 3), round(found.base_log_loss, 3)) == (0.716, 0.612)
    assert found.auc >= 0.7247
    assert found.log_loss <= 0.6074


def test_the_product_is_a_better_base_than_its_category(
    duck: BaseBackend, quarters: tuple[pa.Table, pa.Table]
) -> None:
    found = discounts(duck, *quarters, by_product=True)
    assert found.auc > 0.80
    assert found.log_loss < found.base_log_loss < math.log(2)
