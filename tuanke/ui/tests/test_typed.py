from datetime import date

import pytest

from tuanke.ui.typed import typed_day


def test_a_day_is_read() -> None:
    assert typed_day("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "2026-13-01", "2026-06-30T10:00", "9" * 300])
def test_what_is_no_day_is_none(text: str) -> None:
    assert typed_day(text) is None
