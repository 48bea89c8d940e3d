"""抖音来客 and 美团: redeemed vouchers, which name no buyer."""

from pathlib import Path

from tests.exports.writing import cells, names, write_book

LAIKE = names("券码,订单编号,商品名称,核销时间,核销门店,订单实收")
MEITUAN = names("券号,验券/退款/,套餐名,消费门店,总收入（元）,商家营销费用（元）")


def laike_rows() -> list[list[object]]:
    first = {"券码": 170977737831.0, "商品名称": "双人餐", "核销时间": "2024-03-01 12:00:00"}
    first |= {"核销门店": "武汉 : 示例健身(曙光店)", "订单实收": 99.0}
    second = {**first, "券码": "", "订单编号": "801234567890", "订单实收": "128.50"}
    return cells(LAIKE, [first, second])


def write_laike(path: Path) -> None:
    write_book(path, {"汇总": [["核销金额", 227.5]], "核销明细": laike_rows()})


def meituan_rows() -> list[list[object]]:
    sold = {"券号": "017097773783", "验券/退款/": "2026/06/20 13:03:06", "套餐名": "月卡"}
    sold |= {"消费门店": "示例店", "总收入（元）": "377.40", "商家营销费用（元）": "-35.00"}
    back = {
        **sold,
        "验券/退款/": "2026/06/21 09:00:00",
        "总收入（元）": "-377.40",
        "商家营销费用（元）": "35.00",
    }
    title = [["团购收支明细"], ["统计时间：2026-06-20~2026-06-21"]]
    return [*title, *cells(MEITUAN, [sold, back])]


def write_meituan(path: Path) -> None:
    write_book(path, {"汇总": [["合计", 0]], "收益明细表": meituan_rows()})
