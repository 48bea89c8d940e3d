"""Claims stand only when they are more than chance, however many were tried."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.insights.claims.choosing import FALSE_DISCOVERIES, choose, stand
from tuanke.insights.claims.claim import Claim, Counted, means, paired, shares
from tuanke.insights.claims.weekdays import WEEKS, weekday_claims
from tuanke.insights.stats import Mean, newcombe


def test_the_step_up_rule_of_the_paper() -> None:
    """The fifteen p-values of Benjamini & Hochberg 1995, section 3.2: four stand at 5 %."""
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    ]  # fmt: skip
    assert sum(stand(p_values)) == 4
    assert stand(p_values)[:4] == [True] * 4


@given(st.lists(st.floats(0, 1), max_size=30))
def test_what_stands_is_never_less_likely_than_what_does_not(p_values: list[float]) -> None:
    kept = stand(p_values)
    stands = [p for p, is_kept in zip(p_values, kept, strict=True) if is_kept]
    falls = [p for p, is_kept in zip(p_values, kept, strict=True) if not is_kept]
    assert not stands or not falls or max(stands) <= min(falls)
    assert all(p <= FALSE_DISCOVERIES for p in stands)


def test_in_shops_without_an_effect_hardly_anything_stands() -> None:
    """400 shops of forty comparisons each, all groups alike: at most one shop in twenty makes any claim."""
    dice = np.random.default_rng(20260601)
    loud = 0
    for _shop in range(400):
        sizes = dice.integers(30, 3000, (40, 2))
        came = dice.binomial(sizes, dice.uniform(0.05, 0.6))
        loud += bool(choose(_claims(came, sizes)))
    # one in twenty of 400, and three standard deviations of that count
    assert loud <= 400 * FALSE_DISCOVERIES + 3 * np.sqrt(400 * 0.05 * 0.95)


def test_among_true_effects_few_claims_are_false() -> None:
    dice = np.random.default_rng(20260602)
    false = found = 0
    for _shop in range(200):
        sizes = dice.integers(400, 3000, (40, 2))
        rates = np.full((40, 2), 0.3)
        rates[:8, 0] = 0.4
        chosen = {claim.subject for claim in choose(_claims(dice.binomial(sizes, rates), sizes))}
        true = {str(n) for n in range(8)}
        found += len(chosen & true)
        false += len(chosen - true)
    assert found > 200 * 8 * 0.7, "most of what is there is found"
    assert false / (false + found) <= FALSE_DISCOVERIES


def _claims(came: np.ndarray, sizes: np.ndarray) -> list[Claim]:  # type: ignore[type-arg]
    pairs = zip(came.tolist(), sizes.tolist(), strict=True)
    made = [
        shares("category", str(n), Counted(k[0], size[0]), Counted(k[1], size[1]))
        for n, (k, size) in enumerate(pairs)
    ]
    return [claim for claim in made if claim is not None]


def test_two_shares_with_the_interval_of_their_difference() -> None:
    claim = shares("category", "水果", Counted(60, 100), Counted(80, 200))
    assert claim is not None
    assert (claim.value, claim.other, claim.n, claim.other_n) == (0.6, 0.4, 100, 200)
    assert (claim.low, claim.high) == newcombe(60, 100, 80, 200)
    assert claim.p == pytest.approx(0.00107, rel=0.02)  # z = 3.27
    assert claim.excludes_chance


@pytest.mark.parametrize(
    ("group", "others"), [(Counted(9, 29), Counted(50, 99)), (Counted(1, 40), Counted(1, 4000))]
)
def test_too_few_say_nothing(group: Counted, others: Counted) -> None:
    assert shares("category", "水果", group, others) is None


def test_means_of_few_customers_or_without_spread_say_nothing() -> None:
    assert means("repeat", "", (Mean(5, 1), 29), (Mean(4, 1), 100)) is None
    assert means("repeat", "", (Mean(5, 0), 100), (Mean(4, 0), 100)) is None
    claim = means("repeat", "", (Mean(700, 30), 100), (Mean(500, 40), 100))
    assert claim is not None
    assert (claim.low, claim.high) == (pytest.approx(102, abs=0.1), pytest.approx(298, abs=0.1))


def test_the_same_people_twice_count_by_those_who_acted_once() -> None:
    claim = paired("festival", "粽子", only_then=90, only_before=30, both=60)
    assert claim is not None
    assert (claim.n, claim.other_n, claim.value) == (150, 90, pytest.approx(150 / 90))
    assert claim.low == pytest.approx(1.3855, abs=0.001)
    even = paired("festival", "粽子", only_then=40, only_before=40, both=60)
    assert even is not None
    assert even.p == 1
    assert not even.excludes_chance
    assert paired("festival", "粽子", only_then=3, only_before=2, both=60) is None


def test_weeks_with_one_great_deal_make_no_weekday_a_rule() -> None:
    """A Friday that brings a thousand orders at once is one week of 52."""
    weeks = np.full((WEEKS, 7), 10.0)
    weeks[20, 4] = 1000
    assert choose(weekday_claims(weeks)) == []


def test_a_weekday_that_is_strong_every_week_stands() -> None:
    dice = np.random.default_rng(20260603)
    weeks = dice.poisson([20, 20, 20, 20, 32, 20, 20], (WEEKS, 7)).astype(float)
    claims = [claim for claim in choose(weekday_claims(weeks)) if claim.value > claim.other]
    assert [claim.subject for claim in claims] == ["4"]
    assert weekday_claims(weeks[:25]) == []
