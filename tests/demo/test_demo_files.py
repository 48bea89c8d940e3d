"""The demo's files have the layouts they claim, add up to the cent and stay inside their two years."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.demo import reading
from tests.demo.reading import Row, amount, moment
from tuanke.config.demo.files import DemoFile, write_files

HEADER = (
    "订单号,销售渠道,归属店铺,订单类型,订单状态,推广方式,订单来源,订单创建时间,买家付款时间,交易成功时间,付款方式,支付流水号,商品金额合计,运费,"
    "店铺优惠合计,应收订单金额,订单实付金额,支付优惠合计,订单实收金额,订单抵用积分数,店铺优惠方式,支付优惠方式,全部商品名称,商品种类数,"
    "订单配送方式,同城送达时间/提货时间,收货人省份,收货人城市,收货人地区,详细收货地址/提货地址,收货人/提货人,收货人手机号/提货人手机号,"
    "买家备注,订单星级,买家昵称,买家是否会员,买家手机号,下单网点,收银员,分销员,销售导购,专属导购,订单退款状态,订单已退款金额,"
    "商家订单备注,桌号,挂账主体,挂账手机号,团长订单,订单风险标签,分销员,分销员手机号,分销员所属店铺,分销员所属团队,分销员所属分组,"
    "分销员等级,订单佣金类型,订单佣金金额,订单下级卖货提成类型,订单下级卖货提成金额"
)
MOMENTS = ("订单创建时间", "买家付款时间", "交易成功时间")
MOST_BROKEN = 30


def test_the_youzan_files_carry_the_mark_and_the_sixty_column_header(youzan_paths: list[Path]) -> None:
    for path in youzan_paths:
        first = path.read_bytes().splitlines()[0]
        assert first == b"\xef\xbb\xbf" + HEADER.encode()
    assert len(HEADER.split(",")) == 60


def test_there_is_a_file_for_every_half_year(youzan_paths: list[Path]) -> None:
    names = [path.stem.removeprefix("有赞订单导出_") for path in youzan_paths]
    assert sorted(names) == sorted(["2024下半年", "2025上半年", "2025下半年", "2026上半年", "2026下半年"])
    for path in youzan_paths:
        year, half = path.stem[-7:-3], path.stem[-3]
        found = {moment(row["订单创建时间"]) for row in reading.read(path)} - {None}
        assert {f"{when.year}{'上' if when.month <= 6 else '下'}" for when in found if when} == {year + half}


def test_the_same_seed_day_and_size_give_the_same_bytes(tmp_path: Path, today: date) -> None:
    def written(folder: str, seed: int) -> list[bytes]:
        files = write_files(tmp_path / folder, today=today, customers=300, seed=seed)
        return [file.path.read_bytes() for file in files]

    assert written("one", 5) == written("two", 5)
    assert written("one", 5)[:-1] != written("three", 6)[:-1]


def test_the_volume_is_what_two_thousand_customers_bring(orders: list[Row], bulk: list[Row]) -> None:
    assert 9_000 <= len(orders) <= 11_000
    assert 11_500 <= sum(int(row["商品种类数"]) for row in orders) <= 14_500
    assert 27 <= len({row["单位名称"] for row in bulk}) <= 30
    lines = Counter(row["订单号"] for row in bulk)
    assert sum(count > 1 for count in lines.values()) > len(lines) / 2


def test_amounts_of_every_youzan_row_add_up_to_the_cent(orders: list[Row], products: list[Row]) -> None:
    prices = {row["商品名称"]: Decimal(row["售价"]) for row in products}
    skipped = 0
    for row in orders:
        goods, due, paid = (amount(row[name]) for name in ("商品金额合计", "应收订单金额", "订单实付金额"))
        if goods is None or due is None or paid is None:
            skipped += 1
            continue
        assert goods == sum(prices[name] * count for name, count in reading.parts(row))
        assert due == goods + Decimal(row["运费"]) - Decimal(row["店铺优惠合计"])
        bought = row["买家付款时间"] != "" or row["交易成功时间"] != ""
        assert paid == (due - Decimal(row["支付优惠合计"]) if bought else 0)
        assert amount(row["订单实收金额"]) == paid
        assert 0 <= Decimal(row["订单已退款金额"]) <= paid
    assert skipped <= MOST_BROKEN


def test_the_refund_state_says_how_much_was_paid_back(orders: list[Row]) -> None:
    states: Counter[str] = Counter()
    for row in orders:
        paid, back = amount(row["订单实付金额"]), Decimal(row["订单已退款金额"])
        if not paid:
            continue
        expected = "" if back == 0 else "全额退款" if back == paid else "部分退款"
        assert row["订单退款状态"] == expected
        assert (expected == "全额退款") <= (row["订单状态"] == "交易关闭")
        states[expected] += 1
    assert 0.02 < (states["部分退款"] + states["全额退款"]) / states.total() < 0.06


def test_bulk_lines_add_up_and_some_came_back(bulk: list[Row]) -> None:
    for row in bulk:
        if amount(row["金额"]) is None:
            continue
        quantity, price = Decimal(row["数量"]), Decimal(row["单价"])
        assert Decimal(row["金额"]) == quantity * price - Decimal(row["优惠"])
        assert (row["状态"] == "已退货") == (quantity < 0)
    assert any(row["状态"] == "已退货" for row in bulk)


def test_every_moment_lies_in_the_two_years_before_today(
    orders: list[Row], bulk: list[Row], today: date
) -> None:
    begin, end = today.replace(year=today.year - 2), today
    cells = [row[name] for row in orders for name in MOMENTS if row[name]] + [row["下单时间"] for row in bulk]
    read = [moment(cell) for cell in cells]
    assert all(begin <= when.date() <= end for when in read if when)
    assert read.count(None) <= MOST_BROKEN


def test_a_handful_of_rows_is_broken_on_purpose(orders: list[Row], bulk: list[Row]) -> None:
    wrong = [
        row
        for row in orders
        if moment(row["订单创建时间"]) is None
        or amount(row["订单实付金额"]) is None
        or not reading.buyer(row)
    ]
    wrong += [row for row in bulk if moment(row["下单时间"]) is None or amount(row["金额"]) is None]
    assert 20 <= len(wrong) <= MOST_BROKEN


def test_order_numbers_are_unique_and_look_like_the_real_ones(orders: list[Row]) -> None:
    numbers = [row["订单号"].strip("\t") for row in orders]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 24 and number[0] == "E" and number[1:].isdigit() for number in numbers)
    assert any(row["订单号"].endswith("\t") for row in orders)


def test_product_names_can_be_taken_apart_again(orders: list[Row], products: list[Row]) -> None:
    names = {row["商品名称"] for row in products}
    assert not any(mark in name for name in names for mark in ",()")
    for row in orders:
        found = list(reading.parts(row))
        assert len(found) == int(row["商品种类数"])
        assert names >= {name for name, _ in found}


def test_generic_files_say_which_column_is_which(demo_files: list[DemoFile]) -> None:
    for file in demo_files:
        assert bool(file.mapping) == (file.preset is None)
        assert set(file.mapping.values()) <= set(reading.read(file.path)[0])


def test_a_shop_opened_on_a_leap_day_has_its_two_years(tmp_path: Path) -> None:
    files = write_files(tmp_path, today=date(2028, 2, 29), customers=200)
    days = [row["下单时间"] for row in reading.read(files[-2].path) if moment(row["下单时间"])]
    assert min(days) >= "2026-02-28"
    assert max(days) < "2028-02-29"
