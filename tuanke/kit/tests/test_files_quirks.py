"""One fixture per quirk of real export files (Q1–Q22 of the catalogue), with synthetic values."""

# ruff: noqa: DTZ001  wall clocks, as they stand in the files

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tuanke.kit.files.orders import read_orders
from tuanke.kit.files.plan import automap
from tuanke.kit.files.preset_files import detect, load_preset
from tuanke.kit.files.preview import preview
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.sheet import open_sheet
from tuanke.kit.tests.files_samples import (
    ORDERS,
    YOUZAN_60,
    as_csv,
    read_all,
    rejected,
    write,
    write_csv,
    write_xlsx,
    youzan,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.mark.parametrize("rows", [1, 2, 40])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_q1_encoding_is_found_even_in_the_smallest_file(file: Path, encoding: str, rows: int) -> None:
    header = ["买家会员名", "订单创建时间", "金额"]
    write_csv(file, [header, *([["王小明", "2026-01-31", "5"]] * rows)], encoding)
    opened = read_orders(file)
    assert opened.sheet.encoding == ("gb18030" if encoding == "gbk" else encoding)
    assert read_all(opened)[0]["customer_id"].to_pylist() == ["王小明"] * rows


def test_q1_a_few_broken_bytes_do_not_turn_the_file_into_another_language(file: Path) -> None:
    text = as_csv([["客户", "日期", "金额"], *[["王小明", "2026-01-31", "5"]] * 50]).encode()
    write(file, text + "李".encode()[:2] + b",2026-01-31,5\n")
    assert set(read_all(read_orders(file))[0]["customer_id"].to_pylist()) == {"王小明", "\ufffd"}


def test_q2_the_byte_order_mark_is_no_part_of_the_first_header(file: Path) -> None:
    opened = read_orders(write_csv(file, ORDERS, "utf-8-sig"))
    assert opened.header[0] == "订单编号"


def test_q3_q4_q5_padding_against_spreadsheets_comes_off(file: Path) -> None:
    rows = [
        ORDERS[0],
        ["D1\t", '="00123"', "2026-01-31\t", "\u00a05\u3000"],
        ["'D2", "'13800138000", "2026-01-31", "6"],
    ]
    valid, _ = read_all(read_orders(write_csv(file, rows)))
    assert valid["order_id"].to_pylist() == ["D1", "D2"]
    assert valid["customer_id"].to_pylist() == ["00123", "13800138000"]


def test_q6_a_header_may_end_in_a_comma(file: Path) -> None:
    text = "客户编号,下单时间,实付金额,\nC1,2026-01-31,5\nC2,2026-01-31,6,\nC3,2026-01-31,7,,x\n"
    opened = read_orders(write(file, text))
    assert opened.header == ("客户编号", "下单时间", "实付金额")
    valid, rejects = read_all(opened)
    assert valid.num_rows == 2
    assert rejected(rejects) == [(4, "too_many_cells")]


def test_q7_a_repeated_header_keeps_both_columns(file: Path) -> None:
    row = youzan(买家手机号="13800138000")
    row[YOUZAN_60.index("分销员")] = "甲"
    opened = read_orders(write_csv(file, [YOUZAN_60, row]))
    assert opened.header.count("分销员") == 1
    assert "分销员__2" in opened.header
    assert read_all(opened)[0]["leader"].to_pylist() == ["甲"]


@pytest.mark.parametrize("above", [1, 4, 9])
def test_q8_the_header_is_found_below_title_rows(tmp_path: Path, above: int) -> None:
    rows = [[f"收益明细 第{number}行"] for number in range(above)] + ORDERS
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "b.xlsx", {"表": rows})):
        opened = read_orders(path)
        assert opened.sheet.header_line == above + 1
        assert read_all(opened)[0]["line"].to_pylist() == [above + 2, above + 3]


def test_q9_q12_headers_match_whatever_their_width_blanks_and_breaks(file: Path) -> None:
    rows = [["客户 编号 ", "下单\n时间", "实付金额（元）", "Unit Price"], ["C1", "2026-01-31", "5", "5"]]
    opened = read_orders(write_csv(file, rows))
    assert opened.columns.columns["amount"] == "实付金额（元）"
    assert opened.columns.columns["ordered_at"] == "下单\n时间"
    assert opened.columns.columns["customer_id"] == "客户 编号"


def test_q10_a_merged_cell_counts_for_all_its_rows_and_its_total_once(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for column, name in enumerate(["订单号", "客户编号", "下单时间", "商品", "数量", "单价", "实付金额"]):
            sheet.write(0, column, name)
        for column, value in enumerate(["D1", "C1", "2026-01-31"]):
            sheet.merge_range(1, column, 3, column, value)
        sheet.merge_range(1, 6, 3, 6, 100)
        for row, (good, price) in enumerate([("甲", 10), ("乙", 10), ("丙", 10)], start=1):
            sheet.write_row(row, 3, [good, 1, price])
        sheet.write_row(4, 0, ["D2", "C2", "2026-02-01", "丁", 1, 7, 7])
    valid, rejects = read_all(read_orders(file))
    assert rejects.num_rows == 0
    assert valid["order_id"].to_pylist() == ["D1", "D1", "D1", "D2"]
    assert valid["customer_id"].to_pylist() == ["C1", "C1", "C1", "C2"]
    assert valid["amount"].to_pylist() == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33"), Decimal(7)]


def test_q11_the_right_sheet_is_read_wherever_it_stands(file: Path) -> None:
    write_xlsx(
        file,
        {
            "说明": [["导出说明", "请勿修改"]],
            "空": [],
            "订单": ORDERS,
            "客户": [["姓名", "手机号"], ["甲", "1"]],
        },
    )
    opened = read_orders(file)
    assert opened.sheet.name == "订单"
    assert read_all(opened)[0].num_rows == 2


def test_q13_q14_masked_and_virtual_numbers_are_never_an_identity(file: Path) -> None:
    rows = [
        youzan(买家手机号="138****1234", **{"收货人手机号/提货人手机号": "13900139000"}),
        youzan(买家手机号="18412345678-1234", 买家昵称="小王", **{"收货人/提货人": "王*"}),
        youzan(买家手机号="1******6198", **{"收货人/提货人": "张*"}),
        youzan(),
    ]
    valid, rejects = read_all(read_orders(write_csv(file, [YOUZAN_60, *rows])))
    assert valid["customer_id"].to_pylist() == ["+8613900139000", "小王 / 王*"]
    assert valid["phone"].to_pylist() == ["138****1234", "18412345678-1234"]
    assert rejected(rejects) == [(4, "customer_masked"), (5, "customer_blank")]


def test_q16_amounts_with_currency_commas_and_footnotes(file: Path) -> None:
    rows = [
        ORDERS[0],
        ["D1", "C1", "2026-01-31", "￥1,200.00"],
        ["D2", "C1", "2026-01-31", "499.00（系统计算中，该值仅供参考）"],
    ]
    valid, _ = read_all(read_orders(write_csv(file, rows)))
    assert valid["amount"].to_pylist() == [Decimal(1200), Decimal(499)]
    assert valid["provisional"].to_pylist() == [False, True]


def test_q17_null_tokens_are_blanks(file: Path) -> None:
    rows = [
        [*ORDERS[0], "商品名称"],
        ["D1", "——", "2026-01-31", "5", "x"],
        ["-", "C1", "2026-01-31", "5", "无"],
    ]
    valid, rejects = read_all(read_orders(write_csv(file, rows)))
    assert valid.select(["order_id", "product"]).to_pylist() == [{"order_id": None, "product": None}]
    assert rejected(rejects) == [(2, "customer_blank")]


def test_q18_goods_in_one_cell_become_lines_that_share_the_amount(file: Path) -> None:
    rows = [
        youzan(
            订单号="E1",
            买家手机号="13800138000",
            全部商品名称="益生元饮 7天装(1件);礼盒（大）（2件）",
            订单实付金额="100.00",
        ),
        youzan(订单号="E2", 买家手机号="13800138000", 全部商品名称="坚果礼盒(3件)", 订单已退款金额="5"),
        youzan(订单号="E3", 买家手机号="13800138000", 全部商品名称="散装(1件)与其他"),
        youzan(订单号="E4", 买家手机号="13800138000"),
    ]
    (batch,) = read_orders(write_csv(file, [YOUZAN_60, *rows])).batches()
    assert (batch.rows, batch.valid_rows, batch.table.num_rows) == (4, 4, 5)
    assert batch.table["line"].to_pylist() == [2, 2, 3, 4, 5]
    goods = ["益生元饮 7天装", "礼盒（大）", "坚果礼盒", "散装(1件)与其他", None]
    assert batch.table["product"].to_pylist() == goods
    assert batch.table["quantity"].to_pylist() == [1, 2, 3, None, None]
    assert batch.table["amount"].to_pylist()[:3] == [Decimal("33.33"), Decimal("66.67"), Decimal(99)]
    assert batch.table["refund_amount"].to_pylist()[2] == Decimal(5)


def test_q19_spreadsheet_dates_come_as_dates_or_as_days(file: Path) -> None:
    write_xlsx(
        file,
        {
            "s": [
                ["客户编号", "下单时间", "实付金额", "付款时间"],
                ["C1", datetime(2026, 1, 31, 8, 6, 59), 5, 45384.348],
                ["C2", 45384.348, 6, "2026/1/31"],
            ],
        },
    )
    valid, rejects = read_all(read_orders(file))
    assert rejects.num_rows == 0
    assert valid["ordered_on"].to_pylist() == [date(2026, 1, 31), date(2024, 4, 2)]
    assert valid["amount"].to_pylist() == [5, 6]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_q21_a_page_named_xls_is_read_as_the_table_it_holds(file: Path, encoding: str) -> None:
    page = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {mso-number-format:"0"}</style>
        <title>订单</title></head><body><table border=1>
        <tr><td colspan="4">订单导出 2026&nbsp;年</td></tr>
        <tr><th>订单号</th><th>客户编号</th><th>下单时间<th>实付金额</tr>
        <tr><td>D1</td><td rowspan=2>C1 &amp; 分店</td><td>2026-01-31</td><td>10<br></td></tr>
        <tr><td>D2</td><td>2026-02-03</td><td><b>20</b>.5</td></tr>
        <tr><td>D3<td>C2<td>2026-02-04<td>多少</table></body></html>"""
    valid, rejects = read_all(read_orders(write(file, page, encoding)))
    assert valid.select(["order_id", "customer_id"]).to_pylist() == [
        {"order_id": "D1", "customer_id": "C1 & 分店"},
    ]
    assert valid["amount"].to_pylist() == [10]
    assert rejects["line"].to_pylist() == [4, 5], "counted as the rows of the table"


def test_q21_a_page_without_a_table_is_refused_and_tabbed_utf16_is_read(file: Path) -> None:
    for page in ("<html><table>", "\ufeff\n<!DOCTYPE html>", '<?xml version="1.0"?><Workbook>'):
        with pytest.raises(FileRefused, match="html_as_xls"):
            read_orders(write(file, page))
    valid, _ = read_all(read_orders(write(file, as_csv(ORDERS, "\t"), "utf-16")))
    assert valid.num_rows == 2


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<table><tr><td colspan=99999999>x</td></tr></table>", "too_wide"),
        ("<table><tr>" + "<td>" * 20_000, "too_wide"),
        ("<table><tr><td>" + "x" * 200_000, "cell_too_long"),
        ("<table><tr><td>1<!-- " + "x" * 3_000_000, "damaged"),
        ('<table><tr><td rowspan="99999999999999999999">1</td></tr>' + "<tr></tr>" * 9, "no_header"),
    ],
)
def test_q21_a_hostile_page_is_refused(file: Path, page: str, code: str) -> None:
    with pytest.raises(FileRefused, match=code):
        read_orders(write(file, page))


def test_q22_refunds_are_negative_rows_and_closed_orders_are_excluded(file: Path) -> None:
    rows = [
        [*ORDERS[0], "订单状态"],
        ["D1", "C1", "2026-01-31", "10", "交易成功"],
        ["D1", "C1", "2026-02-03", "-4", "交易成功"],
        ["D2", "C1", "2026-01-31", "9", "交易关闭"],
    ]
    valid, _ = read_all(read_orders(write_csv(file, rows)))
    assert valid["is_refund"].to_pylist() == [False, True, False]
    assert valid["status"].to_pylist() == ["valid", "valid", "excluded"]


def test_long_ids_kept_as_numbers_are_warned_about(tmp_path: Path) -> None:
    rows = [
        ["订单编号", "客户编号", "下单时间", "实付金额", "空列"],
        [2860123456789012345, "138****1234", "2026-01-31", 5, " "],
    ]
    sheet = open_sheet(
        write_xlsx(tmp_path / "a.xlsx", {"s": rows}), lambda cells: len([c for c in cells if c])
    )
    found = {column.column: column for column in preview(sheet, *automap(sheet.header))}
    assert found["订单编号"].warnings == ("digits_lost",)
    assert found["订单编号"].samples == ("2.86012345678901e+18",)
    assert (found["订单编号"].key, found["订单编号"].fill) == ("order_id", 1.0)
    assert found["客户编号"].warnings == ("masked",)
    assert found["实付金额"].warnings == ()
    assert found["空列"].warnings == ("blank",)


def test_rows_whose_number_lost_its_digits_are_taken_with_a_warning(tmp_path: Path) -> None:
    rows = [ORDERS[0], [2860123456789012345, "C1", "2026-01-31", 5], ["D2", "C1", "2026-01-31", 6]]
    (batch,) = read_orders(write_xlsx(tmp_path / "a.xlsx", {"s": rows})).batches()
    assert batch.valid_rows == 2
    found = [(row["line"], row["code"], row["column"]) for row in batch.warnings.to_pylist()]
    assert found == [(2, "digits_lost", "订单编号")]


Shop = Callable[..., None]

SHOP: dict[str, Any] = {
    "id": "shop",
    "platform": "shop",
    "version": "1",
    "label": {"zh": "店", "en": "Shop"},
    "evidence": "made up",
    "fingerprint": {"all": ["Name"]},
    "aliases": {
        "order_id": ["Name"],
        "customer_id": ["Email"],
        "ordered_at": ["Created at"],
        "amount": ["Total"],
        "quantity": ["Lineitem quantity"],
        "unit_price": ["Lineitem price"],
    },
}
SHOP_HEADER = ["Name", "Email", "Created at", "Total", "Lineitem quantity", "Lineitem price"]


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    def install(**more: object) -> None:
        preset = load_preset(SHOP | more)
        monkeypatch.setattr("tuanke.kit.files.plan.named_preset", lambda _name: preset)

    return install


def test_a_total_on_the_first_row_only_is_shared_by_price(file: Path, shop: Shop) -> None:
    shop(money_policy="first_row")
    rows = [
        SHOP_HEADER,
        ["#1", "a@x", "2026-01-31", "100", "1", "20"],
        ["#2", "b@x", "2026-01-31", "7", "1", "7"],
        ["#1", "", "", "", "2", "30"],
        ["#3", "c@x", "2026-01-31", "", "1", "1"],
    ]
    valid, rejects = read_all(read_orders(write_csv(file, rows), preset="shop"))
    assert valid["amount"].to_pylist() == [25, 7, 75]
    assert valid["customer_id"].to_pylist() == ["a@x", "b@x", "a@x"]
    assert rejected(rejects) == [(5, "amount_blank")]


def test_a_total_repeated_on_every_row_counts_once(file: Path, shop: Shop) -> None:
    shop(money_policy="every_row")
    rows = [
        SHOP_HEADER,
        *([["#1", "a@x", "2026-01-31", "500.00", "", ""]] * 3),
        ["#2", "b@x", "2026-01-31", "3", "", ""],
        ["#2", "b@x", "2026-01-31", "4", "", ""],
    ]
    valid, _ = read_all(read_orders(write_csv(file, rows), preset="shop"))
    assert valid["amount"].to_pylist() == [Decimal("166.67"), Decimal("166.67"), Decimal("166.66"), 3, 4]


def test_a_preset_may_fill_down_and_join_its_order_key(file: Path, shop: Shop) -> None:
    shop(fill_down=["customer_id", "ordered_at"], order_key=["Name", "Email"])
    rows = [
        SHOP_HEADER,
        ["1", "a@x", "2026-01-31", "5", "", ""],
        ["2", "", "", "6", "", ""],
        ["1", "b@x", "2026-01-31", "7", "", ""],
    ]
    valid, _ = read_all(read_orders(write_csv(file, rows), preset="shop"))
    assert valid["order_id"].to_pylist() == ["1/a@x", None, "1/b@x"]
    assert valid["customer_id"].to_pylist() == ["a@x", "a@x", "b@x"]


@pytest.mark.parametrize(
    "fault",
    [
        {"money_policy": "guess"},
        {"colour": "red"},
        {"aliases": {"price": ["x"]}},
        {"label": {"en": "x"}},
        {"status_map": {"x": "maybe"}},
        {"phone_policy": "always"},
    ],
)
def test_a_preset_that_is_not_right_is_not_loaded(fault: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        load_preset(SHOP | fault)


def test_presets_know_their_files_by_their_headers() -> None:
    assert detect(YOUZAN_60).id == "youzan-orders-60"
    older = [
        "订单号",
        "买家付款时间",
        "收货人手机号/提货人手机号",
        "全部商品名称",
        "商品种类数",
        "订单实付金额",
        "收货人地区",
        "优惠券码名称",
    ]
    assert detect(older).id == "youzan-orders-short"
    assert detect(["订单号", "客户", "日期", "金额"]) is None
