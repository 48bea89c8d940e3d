"""Festival buyers: told apart, dated by the moon, not called late in spring, and only where it pays."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanke.insights.numbers import number_of
from tuanke.insights.occasions.calendar import LEAD_DAYS, Calendar
from tuanke.insights.occasions.habits import learn
from tuanke.insights.occasions.next_order import OccasionOrders, predict
from tuanke.insights.predictions import Abstention, History
from tuanke.insights.tests.festivals import CALENDAR, MID_AUTUMN, SPRING, history, shop

SPRINGTIME = date(2026, 4, 20)
AUTUMN_BUYERS = 260


@pytest.fixture(scope="module")
def in_spring() -> OccasionOrders:
    answer = predict(history(shop(SPRINGTIME)), SPRINGTIME, CALENDAR)
    assert isinstance(answer, OccasionOrders)
    return answer


@pytest.mark.req("A9-03")
def test_who_buys_before_the_autumn_festival_is_expected_there_again(in_spring: OccasionOrders) -> None:
    """The festival wanders by more than three weeks between the years; in spring nobody of them is late."""
    found = in_spring.expected
    autumn = found.customer < AUTUMN_BUYERS
    assert autumn.sum() >= 0.97 * AUTUMN_BUYERS
    assert {in_spring.names[n] for n in found.habits.occasion[autumn]} == {"中秋"}
    festival = number_of(date(2026, 9, 25))
    on = number_of(SPRINGTIME) + found.median_days[autumn]
    assert np.all((festival - LEAD_DAYS <= on) & (on < festival))
    bought_last = found.habits.last_year[autumn] == MID_AUTUMN.index(date(2025, 10, 6))
    assert np.array_equal(found.missed[autumn] == 0, bought_last)
    assert bought_last.mean() > 0.9


def test_steady_customers_are_no_festival_buyers(in_spring: OccasionOrders) -> None:
    steady = in_spring.expected.customer >= AUTUMN_BUYERS + 60
    assert steady.sum() <= 500 * 0.02


@pytest.mark.req("A9-03")
def test_the_backtest_is_what_came_after_its_origin(in_spring: OccasionOrders) -> None:
    """Recounted from the orders themselves; the rhythm of their days is ten weeks off, the festival days."""
    trial = in_spring.backtest
    assert trial.origin == SPRINGTIME - timedelta(trial.horizon_days)
    assert trial.value < 10
    assert trial.naive > 60
    assert 0.75 <= (trial.coverage or 0) <= 0.85
    days = shop(SPRINGTIME)
    known = {who: [on for on in own if on <= trial.origin] for who, own in days.items()}
    known = {who: own for who, own in known.items() if own}
    earlier = _foretold(known, trial.origin)
    errors = []
    for who, ahead in earlier.items():
        if later := [on for on in days[who] if on > trial.origin]:
            errors.append(abs((min(later) - trial.origin).days - ahead))
    assert len(errors) == trial.events
    assert np.mean(errors) == pytest.approx(trial.value)


def _foretold(known: dict[int, list[date]], on: date) -> dict[int, float]:
    """The rule in words: the next festival not yet bought for, less the lead of `learn`, not before tomorrow."""
    ids, numbers = zip(
        *[(n, number_of(d)) for n, own in known.items() for d in sorted(set(own))], strict=True
    )
    places, customer = np.unique(ids, return_inverse=True)
    habits = learn(customer, np.array(numbers), CALENDAR, number_of(on)).habits
    best: dict[int, float] = {}
    for n, who in enumerate(places[habits.customer].tolist()):
        days = CALENDAR.days[habits.occasion[n]]
        coming = next(
            day for k, day in enumerate(days) if day - 1 > number_of(on) and k > habits.last_year[n]
        )
        ahead = min(max(coming - habits.lead_days[n] - number_of(on), 1), coming - 1 - number_of(on))
        best[who] = min(best.get(who, np.inf), ahead)
    return best


def test_a_festival_that_is_bought_for_is_over_and_one_that_is_not_is_missed() -> None:
    """In the middle of the window: who has bought waits a year, who has not is expected at once."""
    until = date(2025, 10, 1)  # five days before the festival
    days = shop(until)
    answer = predict(history(days), until, CALENDAR)
    assert isinstance(answer, OccasionOrders)
    found = answer.expected
    for who, occasion_day, median, missed in zip(
        found.customer.tolist(), found.occasion_day, found.median_days, found.missed, strict=True
    ):
        if who < AUTUMN_BUYERS:
            bought = max(days[who]) >= date(2025, 10, 6) - timedelta(LEAD_DAYS)
            assert occasion_day == number_of(date(2026, 9, 25) if bought else date(2025, 10, 6))
            assert median > 300 if bought else 1 <= median <= 4
            assert missed == sum(max(days[who]) + timedelta(LEAD_DAYS) < day <= until for day in MID_AUTUMN)


def test_a_shop_without_festival_buyers_abstains() -> None:
    answer = predict(history(shop(SPRINGTIME, autumn=0, spring=0)), SPRINGTIME, CALENDAR)
    assert isinstance(answer, Abstention)
    assert answer.code == "too_few_events"


def test_a_shop_where_the_rhythm_foretells_better_abstains() -> None:
    """Festivals told for spring where autumn was meant put every coming order into the wrong window."""
    moved = [day if n < 5 else day - timedelta(170) for n, day in enumerate(MID_AUTUMN)]
    wrong = Calendar.of([("中秋", day) for day in moved])
    answer = predict(history(shop(date(2025, 1, 20), spring=0)), date(2025, 1, 20), wrong)
    assert isinstance(answer, Abstention)
    assert answer.code == "worse_than_naive"


def test_a_young_shop_and_a_calendar_that_ends_are_named() -> None:
    days = {
        who: [on for on in own if on.year >= 2025] or [SPRINGTIME] for who, own in shop(SPRINGTIME).items()
    }
    answer = predict(history(days), SPRINGTIME, CALENDAR)
    assert isinstance(answer, Abstention)
    assert answer.code == "too_short_history"
    with pytest.raises(ValueError, match="'春节' has no two days after"):
        predict(history(days), SPRINGTIME, Calendar.of([("春节", day) for day in SPRING[:-1]]))
    with pytest.raises(ValueError, match="'月饼' comes back within 45 days"):
        Calendar.of([("月饼", date(2026, 9, 1)), ("月饼", date(2026, 10, 1))])
    with pytest.raises(ValueError, match="no occasion"):
        Calendar.of([])


day_numbers = st.integers(number_of(date(2020, 1, 1)), number_of(date(2024, 12, 1)))


@settings(max_examples=40, deadline=None)
@given(days=st.dictionaries(st.integers(0, 30), st.sets(day_numbers, min_size=1, max_size=8), min_size=1))
def test_habits_equal_a_plain_count(days: dict[int, set[int]]) -> None:
    as_of = number_of(date(2024, 12, 1))
    rows = sorted((who, day) for who, own in days.items() for day in own)
    ids, customer = np.unique([who for who, _ in rows], return_inverse=True)
    every = np.array([day for _, day in rows])
    habits = learn(customer, every, CALENDAR, as_of).habits
    for n in range(len(habits.customer)):
        own = sorted(days[int(ids[habits.customer[n]])])
        festival = CALENDAR.days[habits.occasion[n]]

        def window(day: int, festival: np.ndarray = festival) -> int | None:
            return next((k for k, f in enumerate(festival) if f - LEAD_DAYS <= day < f), None)

        inside = [day for day in own if window(day) is not None]
        since = every[every >= own[0]]
        assert (habits.days[n], habits.own_days[n]) == (len(inside), len(own))
        assert habits.expected[n] == pytest.approx(np.mean([window(day) is not None for day in since]))
        assert habits.years[n] == len({window(day) for day in inside}) >= 2
        assert habits.last_year[n] == max(window(day) or 0 for day in inside)
        closed = [k for k, f in enumerate(festival) if own[0] < f <= as_of + 1]
        assert habits.seen[n] == len({*closed, *(window(day) for day in inside)})
        assert habits.expected[n] < habits.share[n] < 1
        assert 1 <= habits.lead_days[n] <= LEAD_DAYS


def test_the_future_is_not_looked_at() -> None:
    whole = history(shop(SPRINGTIME))
    known = History(whole.customer, whole.day, np.ones(whole.day.size), np.ones(whole.day.size))
    then = date(2025, 12, 1)
    keep = known.day <= number_of(then)
    cut = History(whole.customer[keep], whole.day[keep], np.ones(keep.sum()), np.ones(keep.sum()))
    answers = [predict(one, then, CALENDAR) for one in (whole, cut)]
    assert isinstance(answers[0], OccasionOrders)
    assert isinstance(answers[1], OccasionOrders)
    assert np.array_equal(answers[0].expected.median_days, answers[1].expected.median_days)
    assert answers[0].backtest == answers[1].backtest
