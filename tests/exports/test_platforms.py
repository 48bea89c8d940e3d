"""What each platform's export tells beside sums: who bought, in which group, for which lines."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.exports import vouchers
from tests.exports.index import EXPORTS
from tests.exports.writing import write_book
from tuanke.kit.files.contacts import read_contacts
from tuanke.kit.files.kinds import kind_of, pair
from tuanke.kit.files.orders import read_orders
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.sheet import open_sheet
from tuanke.kit.tests.files_samples import ORDERS, read_all, rejected, write_csv

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str) -> Path:
        path = tmp_path / EXPORTS[name].file_name
        EXPORTS[name].write(path)
        return path

    return write


def read(path: Path, **options: str) -> pa.Table:
    return read_all(read_orders(path, **options))[0]


def header(path: Path) -> tuple[str, ...]:
    return open_sheet(path, lambda cells: sum(map(bool, cells))).header


def test_q15_one_cell_holds_name_phone_and_address(written: Written) -> None:
    own, virtual = read(written("tmall-orders-composite")).to_pylist()
    assert (own["customer_name"], own["phone"]) == ("周强", "13900000004")
    assert own["address"] == "江苏省 扬州市 广陵区 示例地址"
    assert own["customer_id"] == "+8613900000004"
    assert virtual["customer_id"] == "吴芳 / 上海 上海市 徐汇区 示例路3号"  # a virtual number is nobody's own


def test_masked_accounts_and_phones_are_never_an_identity(written: Written) -> None:
    assert read(written("taobao-orders-classic"))["customer_id"].to_pylist() == [
        "tb小周",
        "tb小周",
        "李四 / 浙江省 杭州市 示例路2号",
        "tb小周",
    ]
    jd = read(written("jd-orders-pop"))["customer_id"].to_pylist()
    assert set(jd) == {"jd_zhou", "王* / 江苏扬州示例路1号"}


def test_a_total_on_every_row_is_counted_once_and_shared_by_price(written: Written) -> None:
    assert read(written("jd-orders-pop"))["amount"].to_pylist()[:2] == [300, 200]
    newer = read(written("jd-orders-receivable"))
    assert newer["amount"].to_pylist()[:2] == [Decimal("299.40"), Decimal("199.60")]
    assert newer["provisional"].to_pylist()[:2] == [True, True]


def test_a_total_on_the_first_line_is_shared_by_price(written: Written) -> None:
    rows = read(written("shopify-orders")).to_pylist()
    assert [row["amount"] for row in rows[:2]] == [Decimal("22.50"), Decimal("22.50")]
    assert [row["status"] for row in rows] == ["valid", "valid", "valid", "excluded", "excluded"]
    assert (rows[0]["receiver_phone"], rows[0]["ordered_on"]) == ("133 3333 3333", date(2026, 8, 20))
    assert {row["customer_id"] for row in rows} == {"amy@example.com"}


def test_group_ids_roles_and_credit_buyers_are_carried(written: Written) -> None:
    first = read(written("pdd-orders-full")).to_pylist()[0]
    assert (first["group_id"], first["group_role"], first["is_leader"]) == ("1234567890", "团长", True)
    youzan = read(written("youzan-orders-60")).to_pylist()[0]
    assert (youzan["is_leader"], youzan["credit_account"]) == (True, "示例公司")


def test_a_number_that_restarts_names_an_order_only_with_its_time(written: Written) -> None:
    first, second, *_ = dict.fromkeys(read(written("ktt-orders-13"))["order_id"].to_pylist())
    assert first.startswith("1/小周/")
    assert first != second


def test_q18_each_platform_lists_goods_its_own_way(written: Written) -> None:
    ktt = read(written("ktt-orders-13")).to_pylist()
    assert [(row["product"], row["quantity"], row["amount"]) for row in ktt[:3]] == [
        ("苹果", 2, 20),
        ("梨", 1, 10),
        ("肉松饼 大盒", None, 25),
    ]
    qjl = read(written("qjl-orders-short")).to_pylist()
    assert [(row["product"], row["quantity"]) for row in qjl] == [
        ("土鸡蛋", 2),
        ("红薯", 1),
        ("6*ITEM", None),
    ]


def test_q19_date_and_time_stand_in_two_columns(written: Written) -> None:
    sale, back = read(written("square-transactions")).to_pylist()
    assert sale["ordered_at"].isoformat() == "2026-08-09T06:30:00+00:00"  # 8/9 is August in this export
    assert (back["amount"], back["is_refund"]) == (Decimal(-12), True)


def test_vouchers_are_read_once_the_merchant_says_whose_they_are(tmp_path: Path) -> None:
    buyers = ["会员", "C1", "C2"]
    table = [[*row, buyer] for row, buyer in zip(vouchers.laike_rows(), buyers, strict=True)]
    write_book(tmp_path / "a.xlsx", {"汇总": [["核销金额"]], "核销明细": table})
    first, second = read(tmp_path / "a.xlsx", mapping="customer_id=会员").to_pylist()
    assert (first["voucher"], first["order_id"], first["amount"]) == ("170977737831", None, 99)
    assert (second["voucher"], second["order_id"]) == (None, "801234567890")

    title, header, *rows = vouchers.meituan_rows()[1:]
    table = [title, [*header, "会员"], *([*row, "C1"] for row in rows)]
    write_book(tmp_path / "b.xlsx", {"汇总": [["合计"]], "收益明细表": table})
    sold, back = read(tmp_path / "b.xlsx", mapping="customer_id=会员").to_pylist()
    assert (sold["voucher"], sold["ordered_on"]) == ("017097773783", date(2026, 6, 20))
    assert (sold["amount"] + back["amount"], back["is_refund"]) == (0, True)


def test_q20_orders_and_their_details_are_told_apart_by_their_headers(written: Written) -> None:
    orders = header(written("taobao-orders-classic"))
    details = header(written("taobao-details"))
    assert pair(orders, details) == (0, 1)
    assert pair(details, orders) == (1, 0)
    assert pair(orders, orders) is None


def test_q20_a_pair_gives_lines_of_details_with_what_the_order_says(written: Written) -> None:
    opened = read_orders(written("taobao-orders-classic"), companion=written("taobao-details"))
    batches = list(opened.batches())
    rows = pa.concat_tables(batch.table for batch in batches).to_pylist()
    tea, cups, *rest = rows
    assert [(row["product"], row["sku"], row["quantity"], row["amount"]) for row in (tea, cups)] == [
        ("茶叶", "A1", 1, 100),
        ("茶杯", "A2", 2, 28),
    ]
    assert (cups["customer_id"], cups["order_id"], cups["line"]) == ("tb小周", tea["order_id"], 2)
    assert [row["product"] for row in rest] == ["茶叶，茶杯"] * 3  # no details: one line
    assert rejected(pa.concat_tables(batch.rejects for batch in batches)) == [
        (5, "customer_masked"),
        (4, "detail_without_order"),
    ]
    assert sum(batch.rows for batch in batches) == 5 + 1


def test_q20_two_order_files_are_no_pair(written: Written) -> None:
    with pytest.raises(FileRefused, match="not_a_pair"):
        read_orders(written("taobao-orders-classic"), companion=written("taobao-orders-mobile"))


@pytest.mark.parametrize("name", EXPORTS)
def test_what_a_file_is_about_is_known_from_its_header(written: Written, name: str) -> None:
    path = written(name)
    found = read_contacts(path).header if EXPORTS[name].kind == "contacts" else None
    if found is None:
        try:
            found = read_orders(path).header
        except FileRefused:
            return
    assert kind_of(found) == EXPORTS[name].kind


@pytest.mark.parametrize("name", [n for n, export in EXPORTS.items() if export.kind == "contacts"])
def test_contacts_given_as_orders_are_named_for_what_they_are(written: Written, name: str) -> None:
    with pytest.raises(FileRefused, match="is_contacts_file"):
        read_orders(written(name))


def test_orders_given_as_contacts_are_named_for_what_they_are(written: Written, tmp_path: Path) -> None:
    for path in (
        written("youzan-orders-60"),
        written("ktt-orders-13"),
        write_csv(tmp_path / "o.csv", ORDERS),
    ):
        with pytest.raises(FileRefused, match="is_orders_file"):
            read_contacts(path)
