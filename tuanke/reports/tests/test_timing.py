"""When a scheduled report is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.reports.domain.timing import next_due

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("every", "on_day", "due"),
    [("day", 1, "2026-07-01 00:00"), ("week", 1, "2026-07-06 00:00"), ("month", 28, "2026-07-28 00:00")],
)
def test_the_hour_is_of_the_shops_clock(every: str, on_day: int, due: str) -> None:
    after = datetime(2026, 6, 30, 4, tzinfo=UTC)  # a Tuesday noon in the shop

    found = next_due(every, on_day, 8, after=after, zone=SHANGHAI)

    assert f"{found:%Y-%m-%d %H:%M}" == due


@given(
    after=MOMENTS,
    every=st.sampled_from(["day", "week", "month"]),
    hour=st.integers(0, 23),
    on=st.integers(1, 7),
)
def test_the_next_moment_is_later_and_none_is_left_out(
    after: datetime, every: str, hour: int, on: int
) -> None:
    due = next_due(every, on, hour, after=after, zone=SHANGHAI)
    local = due.astimezone(SHANGHAI)

    assert due > after
    assert (local.hour, local.minute) == (hour, 0)
    assert due - after <= timedelta(days={"day": 1, "week": 7, "month": 31}[every])
    assert every != "week" or local.isoweekday() == on
    assert every != "month" or local.day == on
