import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.insights.stats import Mean, difference_of_means, newcombe, relative_difference, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(8, 10, 49.0, 94.3), (0, 10, 0.0, 27.8), (10, 10, 72.2, 100.0)]
)
def test_worked_wilson(k: int, n: int, low: float, high: float) -> None:
    assert tuple(round(100 * bound, 1) for bound in wilson(k, n)) == (low, high)


def test_worked_newcombe() -> None:
    """Newcombe 1998, table II, example (a), method 10: 56/70 - 48/80."""
    low, high = newcombe(56, 70, 48, 80)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


@pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_no_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match=f"no share: {k} of {n}"):
        wilson(k, n)
    with pytest.raises(ValueError, match="no share"):
        newcombe(1, 2, k, n)


Share = tuple[int, int]
shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(share=shares)
def test_wilson_holds_the_share_and_stays_in_bounds(share: Share) -> None:
    k, n = share
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    assert wilson(n - k, n) == (pytest.approx(1 - high), pytest.approx(1 - low))


@given(first=shares, second=shares)
def test_a_difference_reversed_is_its_mirror_image(first: Share, second: Share) -> None:
    low, high = newcombe(*first, *second)
    mirrored = newcombe(*second, *first)
    assert -1 - 1e-12 <= low <= first[0] / first[1] - second[0] / second[1] <= high <= 1 + 1e-12
    assert mirrored == (pytest.approx(-high), pytest.approx(-low))


def test_worked_means() -> None:
    """30 ± 3 against 20 ± 4: the errors add up as in a right triangle."""
    low, high = difference_of_means(Mean(30, 3), Mean(20, 4), z=2)
    assert (low, high) == (0.0, 20.0)
    relative = relative_difference(Mean(30, 3), Mean(20, 4), z=2)
    assert relative is not None
    # 2 · √(3² + (1.5 · 4)²) / 20 around one half
    assert relative == (pytest.approx(0.5 - 45**0.5 / 10), pytest.approx(0.5 + 45**0.5 / 10))


def test_a_mean_that_may_be_zero_is_no_basis_for_a_percentage() -> None:
    assert relative_difference(Mean(30, 3), Mean(20, 11)) is None
