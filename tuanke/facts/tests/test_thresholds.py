"""What a shop chooses for its cut-offs: what is refused, and the numbers that follow."""

import dataclasses

import pytest

from tuanke.facts.domain.thresholds import Choice, ThresholdError, Thresholds, check
from tuanke.facts.tests.factories import AS_OF, CUT_OFFS
from tuanke.insights.parameters import Parameters

RIGHT = Choice(dimension="amount", is_fixed=True, mid=100, high=200, window_days=365)
FITTED = Parameters.from_dict({**CUT_OFFS, "as_of": AS_OF.isoformat(), "moved": ["amount_high_fen"]})


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"window_days": None}, "window_days", "missing"),
        ({"window_days": 29}, "window_days", "window_too_short"),
        ({"window_days": 3_651}, "window_days", "window_too_long"),
        ({"high": None}, "high", "missing"),
        ({"mid": 0}, "mid", "not_positive"),
        ({"high": 10**14 + 1}, "high", "too_large"),
        ({"mid": 200}, "high", "not_ascending"),
        ({"is_fixed": False, "mid": 50, "high": 100}, "high", "share_out_of_range"),
        ({"is_fixed": False, "mid": 80, "high": 50}, "high", "not_ascending"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(wrong: dict[str, int], field: str, code: str) -> None:
    check(RIGHT, buyers=100)
    with pytest.raises(ThresholdError) as refusal:
        check(dataclasses.replace(RIGHT, **wrong), buyers=100)

    assert (refusal.value.field, refusal.value.code) == (field, code)


@pytest.mark.parametrize("buyers", [0, 99])
def test_few_buyers_have_no_shares(buyers: int) -> None:
    check(RIGHT, buyers=buyers)
    with pytest.raises(ThresholdError, match="too_few_buyers"):
        check(dataclasses.replace(RIGHT, is_fixed=False, mid=50, high=80), buyers=buyers)


def test_the_shops_numbers_take_the_place_of_those_read_off() -> None:
    applied = Thresholds().with_choice(RIGHT).applied(FITTED)

    assert (applied.amount_mid_fen, applied.amount_high_fen) == (100, 200)
    assert applied.frequency_high == FITTED.frequency_high
    assert applied.moved == (), "a number of one's own was not moved"


def test_choosing_shares_again_lets_go_of_the_numbers() -> None:
    shares = dataclasses.replace(RIGHT, is_fixed=False, mid=40, high=90, window_days=180)
    chosen = Thresholds().with_choice(RIGHT).with_choice(shares)

    assert chosen == Thresholds(
        window_days=180, quantiles={"amount_mid_fen": 0.4, "amount_high_fen": 0.9}, fixed={}
    )
