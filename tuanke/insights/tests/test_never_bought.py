from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from tuanke.insights.recommend import never_bought, repeat
from tuanke.insights.recommend.baskets import Baskets
from tuanke.insights.recommend.reasons import TOGETHER
from tuanke.insights.tests.baskets import Entry, baskets, entries, online_retail


@pytest.fixture(scope="module")
def retail(shared_data: Path) -> Baskets:
    return online_retail(shared_data)


@pytest.fixture(params=["ease", "cosine"])
def catalogue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both methods on the same small data."""
    if request.param == "cosine":
        monkeypatch.setattr(never_bought, "INVERTIBLE_ITEMS", -1)
    return request.param


@pytest.mark.parametrize("limit", [5_000, -1], ids=["ease", "cosine"])
@settings(max_examples=30, deadline=None)
@given(rows=entries)
def test_nothing_on_the_list_was_bought(limit: int, rows: list[Entry]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(never_bought, "INVERTIBLE_ITEMS", limit)
        known = baskets(rows)
        table = never_bought.fit(known).recommend(known.customer_ids, n=4)
        found = never_bought.backtest(known)
    bought = {(customer, item) for customer, _, item in rows}
    assert not bought & set(
        zip(table["customer_id"].to_pylist(), table["product_id"].to_pylist(), strict=True)
    )
    assert np.isfinite(table["score"].to_numpy()).all()
    assert found.recall is None or 0 <= found.recall <= 1


def test_what_goes_together_is_found(catalogue: str) -> None:
    """Customers of 1 also take 2, those of 3 also 4; one of each has not yet."""
    rows = [(c, 0, i) for c in range(50) for i in ((1, 2) if c % 2 else (3, 4))]
    table = never_bought.fit(baskets([*rows, (98, 0, 1), (99, 0, 3)])).recommend(np.array([98, 99]), n=1)
    assert table["product_id"].to_pylist() == [2, 4]
    assert table["with_product_id"].to_pylist() == [1, 3]
    assert table["with_customers"].to_pylist() == [25, 25]
    assert table["reason"].to_pylist() == [TOGETHER] * 2


def test_ease_solves_its_regression() -> None:
    """Each column minimises |x - X b|² + λ|b|² under b_ii = 0: the slope is 0 off the diagonal."""
    chance = np.random.default_rng(5)
    rows = [(int(c), 0, int(i)) for c, i in zip(*chance.integers(0, (300, 6), (900, 2)).T, strict=True)]
    known = baskets(rows)
    bought = known.purchases.toarray()
    weights = never_bought.fit(known).weights
    slope = bought.T @ (bought @ weights - bought) + never_bought.RIDGE * weights
    np.fill_diagonal(slope, 0)
    assert np.abs(slope).max() < 1e-3
    assert np.diag(weights).tolist() == [0] * 6


@pytest.mark.req("A9-07")
def test_what_is_new_to_customers_of_online_retail(retail: Baskets) -> None:
    """The published EASE: .0651 for 1,667 customers, popularity .0178 with what they already have."""
    found = never_bought.backtest(retail)
    assert (found.customers, round(found.recall, 3)) == (1667, 0.065)
    assert found.beats_popularity


@pytest.mark.req("A9-07")
def test_the_next_basket_of_online_retail(retail: Baskets) -> None:
    """As published: 1,905 customers, 3,148 items, popularity .0379."""
    found = repeat.backtest(retail)
    assert retail.shape == (1905, 3148)
    assert (found.customers, round(found.popularity, 4)) == (1905, 0.0379)
    assert found.recall >= 0.216
    assert found.beats_popularity
