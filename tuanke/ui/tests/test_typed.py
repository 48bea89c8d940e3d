from datetime import date
from uuid import uuid4

import pytest

from tuanke.ui.typed import typed_day, typed_integer, typed_uid


def test_a_day_is_read() -> None:
    assert typed_day("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-02-30", "2026-13-01", "2026-06-30T10:00", "9" * 300])
def test_what_is_no_day_is_none(text: str) -> None:
    assert typed_day(text) is None


def test_a_number_is_read() -> None:
    assert (typed_integer("0"), typed_integer("007"), typed_integer("999999999")) == (0, 7, 999_999_999)


@pytest.mark.parametrize("text", ["", "-1", "1.5", " 1", "²", "١", "1_0", "9" * 10, "9" * 5_000])
def test_what_is_no_number_is_none(text: str) -> None:
    assert typed_integer(text) is None


def test_a_uid_is_read_and_nonsense_is_none() -> None:
    uid = uuid4()
    assert typed_uid(str(uid)) == uid
    assert [typed_uid(text) for text in ("", "x", str(uid)[:-1])] == [None, None, None]
