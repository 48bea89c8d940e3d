"""Which rows of an order file are valid, what they say, and why the others are rejected."""

# ruff: noqa: DTZ001  wall clocks, as they stand in the files

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.kit.files.order_schema import ORDER_SCHEMA
from tuanke.kit.files.orders import read_orders
from tuanke.kit.files.refusal import WARNINGS, FileRefused
from tuanke.kit.files.rejects import harmless, write_rejects
from tuanke.kit.tests.files_samples import (
    ORDERS,
    as_csv,
    read_all,
    rejected,
    write,
    write_csv,
    write_gz,
    write_xls,
    write_xlsx,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def test_the_same_orders_read_alike_from_every_format(tmp_path: Path) -> None:
    text = as_csv(ORDERS)
    table = pa.table({name: [row[i] for row in ORDERS[1:]] for i, name in enumerate(ORDERS[0])})
    pq.write_table(table, tmp_path / "orders.parquet")
    files = [
        write(tmp_path / "a.csv", text),
        write(tmp_path / "b.csv", text, "gb18030"),
        write(tmp_path / "c.csv", text, "utf-8-sig"),
        write(tmp_path / "d.csv", text, "utf-16"),
        write_csv(tmp_path / "e.tsv", ORDERS, delimiter="\t"),
        write_csv(tmp_path / "f.csv", ORDERS, delimiter=";"),
        write_csv(tmp_path / "g.csv", ORDERS, delimiter="|"),
        write_gz(tmp_path / "h.csv.gz", text.encode()),
        write_xlsx(tmp_path / "i.xlsx", {"订单": ORDERS}),
        write_xls(tmp_path / "l.xls", ORDERS),
        write_gz(tmp_path / "j.xlsx.gz", (tmp_path / "i.xlsx").read_bytes()),
        tmp_path / "orders.parquet",
        write_gz(tmp_path / "k.parquet.gz", (tmp_path / "orders.parquet").read_bytes()),
    ]
    seen = set()
    for path in files:
        valid, rejects = read_all(read_orders(path))
        assert rejects.num_rows == 0, path.name
        assert valid.schema == ORDER_SCHEMA
        seen.add(tuple(map(str, valid.drop_columns(["line"]).to_pylist())))
    assert len(seen) == 1
    row = valid.to_pylist()[0]
    assert (row["customer_id"], row["order_id"], row["amount"]) == ("C1", "D1", Decimal("12.5"))
    assert row["ordered_at"] == datetime(2026, 1, 31, 0, 6, 59, tzinfo=UTC)
    assert row["ordered_on"] == date(2026, 1, 31)


def test_every_row_is_valid_or_rejected_with_its_line_and_reason(file: Path) -> None:
    rows = [
        [*ORDERS[0], "备注"],
        ["D1", "C1", "2026-01-31", "12.50", ""],
        ["D2", " ", "2026-01-31", "1", ""],
        ["D3", "C3", "not a date", "1", 'two\nlines "quoted"'],
        ["D4", "C4", "", "1", ""],
        ["D5", "C5", "2026-01-31", "NaN", ""],
        ["D6", "C6", "2026-01-31", "", ""],
        ["D7", "C7", "2026-01-31", "1", "", "more"],
        ["D8", "", "x", "y", ""],
        ["D9", "C9", "2026-01-31", "0", "", "", ""],
        ["D10", "C10", "2026-01-31"],
        ["", "", "", "", ""],
    ]
    valid, rejects = read_all(read_orders(write_csv(file, rows)))
    assert valid["line"].to_pylist() == [2, 11]
    assert rejected(rejects) == [
        (3, "customer_blank"),
        (4, "date_invalid"),
        (6, "date_blank"),
        (7, "amount_invalid"),
        (8, "amount_blank"),
        (9, "too_many_cells"),
        (10, "customer_blank"),
        (12, "amount_blank"),
        (13, "customer_blank"),
    ]
    third = rejects.to_pylist()[1]
    assert (third["key"], third["column"], third["value"]) == ("ordered_at", "下单时间", "not a date")
    assert third["cells"] == rows[3]


def test_lines_without_any_cell_are_no_rows(file: Path) -> None:
    text = as_csv(ORDERS).replace("\r\n", "\r\n\r\n  \r\n")
    valid, rejects = read_all(read_orders(write(file, text)))
    assert valid["line"].to_pylist() == [4, 7]
    assert rejects.num_rows == 0


def test_quantity_times_price_where_there_is_no_amount(file: Path) -> None:
    rows = [
        ["customer", "date", "quantity", "unit price"],
        ["A", "2026-01-01", "3", "2.55"],
        ["A", "2026-01-01", "-1", "2.55"],
        ["A", "2026-01-01", "x", "2.55"],
        ["A", "2026-01-01", "1", ""],
        ["A", "2026-01-01", "", "1"],
    ]
    valid, rejects = read_all(read_orders(write_csv(file, rows)))
    assert valid["amount"].to_pylist() == [Decimal("7.65"), Decimal("-2.55")]
    assert valid["is_refund"].to_pylist() == [False, True]
    assert rejected(rejects) == [(4, "quantity_invalid"), (5, "unit_price_blank"), (6, "quantity_blank")]


def test_no_sales_and_later_rows_are_valid_but_excluded(file: Path) -> None:
    rows = [
        [*ORDERS[0], "订单状态"],
        ["D1", "C1", "2026-01-31 23:59:59", "1", "交易成功"],
        ["D2", "C1", "2026-01-31", "1", "交易关闭"],
        ["D3", "C1", "2026-02-01 00:00:00", "1", "交易成功"],
    ]
    valid, _ = read_all(read_orders(write_csv(file, rows), as_of=date(2026, 1, 31)))
    assert valid["status"].to_pylist() == ["valid", "excluded", "excluded"]
    assert valid["raw_status"].to_pylist() == ["交易成功", "交易关闭", "交易成功"]


def test_the_business_day_follows_the_business_zone(file: Path) -> None:
    rows = [ORDERS[0], ["D1", "C1", "2026-01-31T23:00:00-05:00", "1"], ["D2", "C1", "2026-01-31 23:00", "1"]]
    valid, _ = read_all(read_orders(write_csv(file, rows), tz="Asia/Shanghai"))
    assert valid["ordered_on"].to_pylist() == [date(2026, 2, 1), date(2026, 1, 31)]
    valid, _ = read_all(read_orders(file, tz="America/New_York"))
    assert valid["ordered_on"].to_pylist() == [date(2026, 1, 31), date(2026, 1, 31)]


def test_an_unreadable_optional_cell_is_left_out_with_a_warning(file: Path) -> None:
    rows = [[*ORDERS[0], "成本", "付款时间"], ["D1", "C1", "2026-01-31", "5", "?", "soon"]]
    (batch,) = read_orders(write_csv(file, rows)).batches()
    assert batch.table["cost"].to_pylist() == [None]
    assert {warning["code"] for warning in batch.warnings.to_pylist()} <= WARNINGS
    found = [(warning["line"], warning["code"], warning["value"]) for warning in batch.warnings.to_pylist()]
    assert found == [(2, "cost_invalid", "?"), (2, "date_invalid", "soon")]


def test_a_map_names_columns(file: Path) -> None:
    rows = [["who", "when", "how, much", "订单编号"], ["A", "2026-01-31", "5", "D1"]]
    opened = read_orders(write_csv(file, rows), mapping="customer_id=who,ordered_at=When,amount=how, much")
    valid, _ = read_all(opened)
    assert valid["amount"].to_pylist() == [Decimal(5)]
    assert valid["order_id"].to_pylist() == [None]  # a complete map is the whole map


def test_a_short_map_amends_what_is_recognised(file: Path) -> None:
    rows = [[*ORDERS[0], "卡"], ["D1", "C1", "2026-01-31", "5", "K1"]]
    valid, _ = read_all(read_orders(write_csv(file, rows), mapping="customer_id=卡"))
    assert valid.select(["customer_id", "order_id"]).to_pylist() == [{"customer_id": "K1", "order_id": "D1"}]


def test_a_file_without_header_is_mapped_by_number(tmp_path: Path) -> None:
    rows = [["D1", "C1", "2026-01-31", "5"], ["D2", "C2", "2026-01-31", "6"]]
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "b.xlsx", {"s": rows})):
        valid, rejects = read_all(read_orders(path, mapping="customer_id=2,ordered_at=3,amount=4"))
        assert valid["line"].to_pylist() == [1, 2]
        assert valid["customer_id"].to_pylist() == ["C1", "C2"]
        assert rejects.num_rows == 0


def test_a_sheet_is_read_by_its_name_or_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"一": ORDERS, "二": ORDERS[:2]})
    assert read_all(read_orders(path, sheet="二"))[0].num_rows == 1
    with pytest.raises(FileRefused) as refused:
        read_orders(path, sheet="三")
    assert refused.value.params == {"sheet": "三", "sheets": ["一", "二"]}


def test_an_old_workbook_keeps_numbers_and_serial_days(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [ORDERS[0], ["D1", 17850.0, 45384.348, 12.5]])
    (row,) = read_all(read_orders(path))[0].to_pylist()
    assert (row["customer_id"], row["ordered_on"], row["amount"]) == (
        "17850",
        date(2024, 4, 2),
        Decimal("12.5"),
    )


def test_columns_between_spaces_are_columns(file: Path) -> None:
    text = (
        " customer_id  date  number  dollar_value\n 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n"
    )
    valid, _ = read_all(read_orders(write(file, text)))
    assert valid["customer_id"].to_pylist() == ["00001", "00002"]
    assert valid["amount"].to_pylist() == [Decimal("11.77"), Decimal("12.00")]


@pytest.mark.parametrize(
    ("mapping", "preset", "code", "params"),
    [
        ("customer=客户编号", None, "unknown_key", {"key": "customer"}),
        (
            "customer_id=客户编码",
            None,
            "unknown_column",
            {"column": "客户编码", "suggestions": ("客户编号",)},
        ),
        ("customer_id=客户编号,customer_id=x", None, "key_twice", {"key": "customer_id"}),
        ("customer_id", None, "map_syntax", {"text": "customer_id"}),
        ("customer_id=9,ordered_at=3,amount=4", None, "unknown_column", {"column": "9"}),
        (None, "nowhere", "unknown_preset", {"preset": "nowhere"}),
        (None, "youzan-orders-60", "missing_key", {"keys": ("customer_id", "ordered_at", "amount")}),
    ],
)
def test_a_wrong_request_is_refused_with_what_is_wrong(
    file: Path, mapping: str | None, preset: str | None, code: str, params: dict[str, object]
) -> None:
    write_csv(file, ORDERS)
    with pytest.raises(FileRefused) as refused:
        read_orders(file, mapping=mapping, preset=preset)
    assert refused.value.code == code
    assert params.items() <= refused.value.params.items()


def test_missing_keys_are_named(file: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_orders(write_csv(file, [["客户编号", "颜色"], ["C1", "红"]]))
    assert refused.value.code == "missing_key"
    assert refused.value.params == {
        "keys": ("ordered_at", "amount"),
        "header": ("客户编号", "颜色"),
        "near": {},
    }


def test_two_columns_that_could_be_the_amount_are_refused(file: Path) -> None:
    rows = [["客户编号", "日期", "金额", "金额（元）"], ["C1", "2026-01-31", "1", "2"]]
    with pytest.raises(FileRefused) as refused:
        read_orders(write_csv(file, rows))
    assert refused.value.code == "two_columns_for_key"
    assert refused.value.params == {"key": "amount", "columns": ("金额", "金额（元）")}


def test_a_masked_phone_is_nobody(file: Path) -> None:
    rows = [
        ["手机号", "日期", "金额"],
        ["13800138000", "2026-01-31", "1"],
        ["138****8000", "2026-01-31", "1"],
        ["", "2026-01-31", "1"],
    ]
    valid, rejects = read_all(read_orders(write_csv(file, rows)))
    assert valid["customer_id"].to_pylist() == ["13800138000"]
    assert rejected(rejects) == [(3, "customer_masked"), (4, "customer_blank")]


def test_parquet_types_need_no_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "customer_id": pa.array([17850.0, None, float("nan")]),
            "ordered_at": pa.array(
                [datetime(2026, 1, 31, 1), datetime(2026, 1, 31), None], pa.timestamp("ns", "UTC")
            ),
            "amount": pa.array([Decimal("2.50"), Decimal(1), Decimal(1)]),
            "status": pa.array(["paid", "closed", "paid"]).dictionary_encode(),
            "tags": [["a"], [], []],
        },
    )
    pq.write_table(table, tmp_path / "t.parquet")
    valid, rejects = read_all(read_orders(tmp_path / "t.parquet"))
    (row,) = valid.to_pylist()
    assert (row["customer_id"], row["ordered_on"], row["amount"]) == (
        "17850",
        date(2026, 1, 31),
        Decimal("2.5"),
    )
    assert rejected(rejects) == [(2, "customer_blank"), (3, "customer_blank")]


def test_rejects_are_written_with_their_reason_and_cannot_calculate(file: Path, tmp_path: Path) -> None:
    rows = [ORDERS[0], ["=1+1", "C1", "@today", "-5"], ["D2", "", "2026-01-31", "1"]]
    opened = read_orders(write_csv(file, rows))
    out = tmp_path / "rejected.csv"
    count = write_rejects(
        out,
        opened.header,
        (batch.rejects for batch in opened.batches()),
        lambda code, _key, column, value: f"{code} {column} {value}",
        labels=("行", "原因"),
    )
    assert count == 2
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as written:
        assert list(csv.reader(written)) == [
            ["行", "原因", *ORDERS[0]],
            ["2", "date_invalid 下单时间 @today", "'=1+1", "C1", "'@today", "-5"],
            ["3", "customer_blank 客户编号 ", "D2", "", "2026-01-31", "1"],
        ]


@given(st.text(max_size=20))
def test_no_written_cell_starts_a_formula(cell: str) -> None:
    safe = harmless(cell)
    assert safe == cell or safe == "'" + cell
    assert not safe.startswith(("=", "@", "\t", "\r"))


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\r\n\t"), max_size=12
)
good = st.tuples(
    st.sampled_from(["C1", "C2"]),
    st.sampled_from(["2026-01-31", "2026/2/1 8:00"]),
    st.sampled_from(["5", "¥7.50"]),
)
anything = st.one_of(good, st.tuples(cells, cells, cells), st.lists(cells, max_size=5).map(tuple))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(anything, min_size=1, max_size=20))
def test_in_is_valid_plus_rejected_whatever_the_rows(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = write_csv(
        tmp_path / "any.csv",
        [["customer_id", "ordered_at", "amount"], ["C", "2026-01-01", "1"], *map(list, rows)],
    )
    with path.open(newline="", encoding="utf-8") as file:
        there = sum(len(row) > 1 or any(cell.strip() for cell in row) for row in csv.reader(file)) - 1
    valid, rejects = read_all(read_orders(path))
    assert valid.num_rows + rejects.num_rows == there
    assert len({*valid["line"].to_pylist(), *rejects["line"].to_pylist()}) == there


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text("abc甲乙丙", min_size=1, max_size=6),
            st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
                lambda moment: moment.replace(microsecond=0)
            ),
            st.decimals(-(10**6), 10**6, places=2),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from([",", "\t", ";", "|"]),
)
def test_orders_survive_being_written(
    tmp_path: Path, orders: list[tuple[str, datetime, Decimal]], encoding: str, delimiter: str
) -> None:
    rows = [
        ["客户编号", "下单时间", "实付金额"],
        *([who, str(when), str(much)] for who, when, much in orders),
    ]
    valid, rejects = read_all(read_orders(write_csv(tmp_path / "o.csv", rows, encoding, delimiter), tz="UTC"))
    assert rejects.num_rows == 0
    read = zip(
        valid["customer_id"].to_pylist(),
        valid["ordered_at"].to_pylist(),
        valid["amount"].to_pylist(),
        strict=True,
    )
    assert [(who, when.replace(tzinfo=None), much) for who, when, much in read] == orders


def test_a_gz_is_unpacked_once_and_cleaned_up(tmp_path: Path) -> None:
    opened = read_orders(write_gz(tmp_path / "o.csv.gz", as_csv(ORDERS).encode()))
    unpacked = opened.sheet.source.path
    assert unpacked.exists()
    assert read_all(opened)[0] == read_all(opened)[0]
    del opened
    assert not unpacked.exists()
