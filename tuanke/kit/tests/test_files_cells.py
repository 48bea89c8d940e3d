"""Cells: trimming, amounts, moments, phones, statuses."""

# ruff: noqa: DTZ001  wall clocks, as they stand in the files

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanke.kit.files.amounts import amounts, parse_number, product, quantities
from tuanke.kit.files.cells import texts
from tuanke.kit.files.date_text import parse_moment
from tuanke.kit.files.moments import DateStyle, date_style, moments
from tuanke.kit.files.phones import phones
from tuanke.kit.files.statuses import excluded, is_no_sale

SHANGHAI = ZoneInfo("Asia/Shanghai")


def clean(*cells: str | None, tokens: tuple[str, ...] = ()) -> list[str | None]:
    return texts(pa.array(cells, pa.string()), tokens).to_pylist()


def read_amounts(*cells: str) -> list[Decimal | None]:
    return amounts(pa.array(cells, pa.string())).values.to_pylist()


def read_moments(*cells: str | None, zone: str = "Asia/Shanghai", style: DateStyle | None = None) -> list:
    column = pa.array(cells, pa.string())
    found = moments(column, zone=zone, style=style or date_style([column]))
    return [
        value and value.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for value in found.values.to_pylist()
    ]


def test_blanks_of_every_kind_are_trimmed() -> None:
    assert clean(" a\t", "\u3000b\u00a0", "\ufeffc", "  ", "\t", None) == ["a", "b", "c", None, None, None]


def test_spreadsheet_armour_comes_off() -> None:
    assert clean('="0123"', "=0123", "'13800138000", "''x", "'\t5") == [
        "0123",
        "0123",
        "13800138000",
        "'x",
        "5",
    ]


def test_null_tokens_belong_to_the_preset() -> None:
    assert clean("-", "——", "x", tokens=("-", "——")) == [None, None, "x"]
    assert clean("-") == ["-"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", "12.5"),
        ("￥1,200.00", "1200"),
        ("¥ 5", "5"),
        ("$1,234.00", "1234"),
        ("-$12.00", "-12"),
        ("€7.5", "7.5"),
        ("£0.99", "0.99"),
        ("(12.00)", "-12"),
        ("（12.00）", "-12"),
        ("１２３．４５", "123.45"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("¥-5", "-5"),
        ("+5", "5"),
        ("5元", "5"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("1.00005", "1.0001"),
        ("-1.00005", "-1.0001"),
        ("0.30000000000000004", "0.3"),
        ("499.00（系统计算中，该值仅供参考）", "499"),
        ("9999999999999999", "9999999999999999"),
    ],
)
def test_an_amount_is_read_exactly(text: str, value: str) -> None:
    assert read_amounts(text) == [Decimal(value).quantize(Decimal("0.0001"))]


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e309",
        "1e17",
        "abc",
        "12,34",
        "1,23,4",
        "1 2",
        "--5",
        "1_000",
        "0x10",
        "(5",
        "5)",
        "%",
        "5%",
        "1.2.3",
        "¥",
        "12(34)",
        "9" * 500,
        "1e9999",
    ],
)
def test_what_is_no_finite_amount_is_invalid(text: str) -> None:
    read = amounts(pa.array([text]))
    assert read.values.to_pylist() == [None]
    assert read.invalid.to_pylist() == [True]


def test_a_footnote_makes_an_amount_provisional() -> None:
    read = amounts(pa.array(["499.00（系统计算中）", "499.00", None]))
    assert read.provisional.to_pylist() == [True, False, False]
    assert read.invalid.to_pylist() == [False, False, False]


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=4),
    st.sampled_from(["{}", "¥{}", " {} ", "{:,}"]),
)
def test_an_amount_survives_being_written(value: Decimal, form: str) -> None:
    assert read_amounts(*texts(pa.array([form.format(value)])).to_pylist()) == [value]


@given(st.text(max_size=30))
def test_no_text_breaks_the_number_parser(text: str) -> None:
    number = parse_number(text)
    assert number is None or number[0].is_finite()


def test_a_price_keeps_its_places_until_it_is_multiplied() -> None:
    quantity = quantities(pa.array(["1000", "3件", None, "1e15"])).values
    price = quantities(pa.array(["0.12345", "2.5", "1", "1e15"])).values
    assert product(quantity, price).to_pylist() == [Decimal("123.45"), Decimal("7.5"), None, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31 08:06:59", datetime(2026, 1, 31, 8, 6, 59)),
        ("2026-01-31T08:06:59.25", datetime(2026, 1, 31, 8, 6, 59, 250000)),
        ("2026-01-31", datetime(2026, 1, 31)),
        ("2025/9/6 13:03", datetime(2025, 9, 6, 13, 3)),
        ("2025.9.6", datetime(2025, 9, 6)),
        ("2026年1月31日", datetime(2026, 1, 31)),
        ("2026年1月31日 8时6分59秒", datetime(2026, 1, 31, 8, 6, 59)),
        ("2026年1月31日8点6分", datetime(2026, 1, 31, 8, 6)),
        ("２０２６－０１－３１", datetime(2026, 1, 31)),
        ("2026/1/31 下午 3:05", datetime(2026, 1, 31, 15, 5)),
        ("2026-01-31 上午12:30", datetime(2026, 1, 31, 0, 30)),
        ("2026-01-31 (星期六) 08:00", datetime(2026, 1, 31, 8)),
        ("20260131", datetime(2026, 1, 31)),
        ("20260131080659", datetime(2026, 1, 31, 8, 6, 59)),
        ("8/22/2026", datetime(2026, 8, 22)),
        ("22/8/2026 13:03", datetime(2026, 8, 22, 13, 3)),
        ("8/22/2026 1:05 PM", datetime(2026, 8, 22, 13, 5)),
        ("3/3/2026", datetime(2026, 3, 3)),
        ("Jan 31, 2026", datetime(2026, 1, 31)),
        ("31-Jan-2026 08:06", datetime(2026, 1, 31, 8, 6)),
        ("2026-08-20 08:00:00 -0400", datetime(2026, 8, 20, 20)),
        ("2026-08-20T08:00:00Z", datetime(2026, 8, 20, 16)),
        ("2026-08-20T08:00+08:00", datetime(2026, 8, 20, 8)),
        ("2026-08-20 08:00:00 UTC", datetime(2026, 8, 20, 16)),
        ("2026-06-20 11:00 - 2026-06-20 12:00", datetime(2026, 6, 20, 11)),
        ("2026-06-20 11:00-12:00", datetime(2026, 6, 20, 11)),
        ("2026-06-20 至 2026-06-25", datetime(2026, 6, 20)),
        ("2024-02-29", datetime(2024, 2, 29)),
    ],
)
def test_a_moment_is_read(text: str, expected: datetime) -> None:
    assert read_moments(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "2025-02-29",
        "2026/2/30",
        "2026-01-31 25:00",
        "2026-01-31 08:60",
        "31/31/2026",
        "abc",
        "0001-01-01",
        "9999-12-31",
        "45384.348",
        "12",
        "2026",
        "2026-01",
        "1/2/26",
        "2026-01-31 x",
        "9" * 500,
    ],
)
def test_what_is_no_date_is_invalid(text: str) -> None:
    column = pa.array([text, "2026-01-31", None, "2026-02-01"])
    read = moments(column, zone="Asia/Shanghai", style=date_style([column]))
    assert read.invalid.to_pylist() == [True, False, False, False]
    assert read.values[0].as_py() is None


def test_one_bad_date_does_not_spoil_its_neighbours() -> None:
    assert read_moments("2026-02-30", "2026-02-28 10:00:00") == [None, datetime(2026, 2, 28, 10)]


def test_day_and_month_are_told_apart_by_the_column() -> None:
    assert read_moments("8/9/2026", "8/22/2026") == [datetime(2026, 8, 9), datetime(2026, 8, 22)]
    assert read_moments("8/9/2026", "22/8/2026") == [datetime(2026, 9, 8), datetime(2026, 8, 22)]
    assert date_style([pa.array(["1/2/2026"]), pa.array(["1/13/2026"])]).day_first is False


def test_a_date_with_two_readings_is_not_guessed() -> None:
    column = pa.array(["8/9/2026", "1/2/2026 3:00 pm"])
    read = moments(column, zone="Asia/Shanghai", style=date_style([column]))
    assert read.values.to_pylist() == [None, None]
    assert read.ambiguous.to_pylist() == [True, True]


def test_serial_days_count_only_where_the_column_is_of_them() -> None:
    assert read_moments("45384.348055556", "45385") == [datetime(2024, 4, 2, 8, 21, 12), datetime(2024, 4, 3)]
    assert read_moments("45384.5", "2026-01-31", "2026-01-30") == [
        None,
        datetime(2026, 1, 31),
        datetime(2026, 1, 30),
    ]


def test_clock_changes_lose_no_row() -> None:
    skipped, twice = read_moments("2026-03-08 02:30:00", "2026-11-01 01:30:00", zone="America/New_York")
    assert skipped == datetime(2026, 3, 8, 3)
    assert twice == datetime(2026, 11, 1, 1, 30)
    earlier = (
        moments(pa.array(["2026-11-01 01:30:00"]), zone="America/New_York", style=DateStyle())
        .values[0]
        .as_py()
    )
    assert earlier == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


FORMS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%d-%b-%Y %H:%M:%S",
]


@settings(deadline=None)
@given(st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)), st.sampled_from(FORMS))
def test_a_moment_survives_being_written(moment: datetime, form: str) -> None:
    moment = moment.replace(microsecond=0)
    expected = moment.replace(tzinfo=SHANGHAI).astimezone(UTC)
    read = (
        moments(pa.array([moment.strftime(form)]), zone="Asia/Shanghai", style=DateStyle()).values[0].as_py()
    )
    assert abs(read - expected) <= timedelta(hours=1)  # a wall clock that was skipped or occurred twice
    if moment.replace(tzinfo=SHANGHAI).utcoffset() == timedelta(hours=8) and moment.year > 1992:
        assert read == expected


@given(st.text(max_size=40))
def test_no_text_breaks_the_date_parser(text: str) -> None:
    moment = parse_moment(text)
    assert moment is None or 1900 <= moment.year <= 2199


@pytest.mark.parametrize(
    ("text", "kind", "e164"),
    [
        ("13800138000", "plain", "+8613800138000"),
        ("138 0013 8000", "plain", "+8613800138000"),
        ("+86 138-0013-8000", "plain", "+8613800138000"),
        ("86-13800138000", "plain", "+8613800138000"),
        ("0086-13800138000", "plain", "+8613800138000"),
        ("（+86）13800138000", "plain", "+8613800138000"),
        ("１３８００１３８０００", "plain", "+8613800138000"),
        ("13800138000.0", "floated", "+8613800138000"),
        ("13800138000/13900139000", "two", "+8613800138000"),
        ("010-62551234、13900139000", "two", "+861062551234"),
        ("138****1234", "masked", None),
        ("1******6198", "masked", None),
        ("18412345678-1234", "virtual", None),
        ("18412345678转1234", "virtual", None),
        ("18412345678[1234]", "virtual", None),
        ("010-62551234", "landline", "+861062551234"),
        ("0571-87654321", "landline", "+8657187654321"),
        ("400-820-8820", "landline", "+864008208820"),
        ("+852 6123 4567", "foreign", "+85261234567"),
        ("+886 912 345 678", "foreign", "+886912345678"),
        ("12345", "invalid", None),
        ("不详", "invalid", None),
        ("1" * 5000, "invalid", None),
    ],
)
def test_a_phone_is_classified_before_it_is_parsed(text: str, kind: str, e164: str | None) -> None:
    read = phones(pa.array([text]))
    assert (read.kind[0].as_py(), read.e164[0].as_py()) == (kind, e164)


def test_only_a_number_of_ones_own_is_an_identity() -> None:
    read = phones(pa.array(["13800138000", "138****1234", "18412345678-1234", "010-62551234", None]))
    assert read.identities().to_pylist() == ["+8613800138000", None, None, None, None]


@given(st.text(max_size=40))
def test_no_text_breaks_the_phone_reader(text: str) -> None:
    phones(pa.array([text]))


@pytest.mark.parametrize(
    "status",
    [
        "交易关闭",
        "已关闭",
        "已取消",
        "待付款",
        "未付款",
        "等待买家付款",
        "待支付",
        "交易关闭（超时未付）",
        "订单已取消",
        "cancelled",
        "Canceled",
        "CLOSED",
        "unpaid",
        "Pending payment",
        "pending_payment",
        "voided",
        "Cancelled by buyer",
        "TRADE_CLOSED",
        "WAIT_BUYER_PAY",
        " 已取消 ",
    ],
)
def test_cancelled_closed_and_unpaid_are_no_sale(status: str) -> None:
    assert is_no_sale(status)


@pytest.mark.parametrize(
    "status",
    [
        "交易成功",
        "已发货",
        "已付款",
        "等待卖家发货",
        "已签收",
        "退款关闭",
        "paid",
        "completed",
        "shipped",
        "closed won",
        "uncancelled",
        "待发货",
        "未发货",
        "取消退款",
        "支付成功",
    ],
)
def test_other_statuses_are_sales(status: str) -> None:
    assert not is_no_sale(status)


def test_a_presets_own_statuses_come_first() -> None:
    raw = pa.array(["待成团", "交易关闭", None])
    assert excluded(raw, {"待成团": "excluded", "交易关闭": "valid"}).to_pylist() == [True, False, False]


def test_the_epoch_and_before_are_days_too() -> None:
    assert read_moments("1969-12-31 07:00:00", "1970-01-01") == [
        datetime(1969, 12, 31, 7),
        datetime(1970, 1, 1),
    ]
