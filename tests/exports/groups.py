"""快团团, 群接龙 and 有赞: group buying."""

from pathlib import Path

from tests.exports.writing import cells, names, write_book, write_text
from tuanke.kit.tests.files_samples import YOUZAN_60

KTT_13 = names(
    "跟团号,下单人,团员备注,支付时间,团长备注,商品,订单金额,退款金额,订单状态,自提点,收货人,联系电话,详细地址"
)
KTT_10 = names("跟团号,下单人,支付时间,商品,订单金额,订单退款,订单状态,收货人,联系电话,详细地址")
KTT_SUPPLIER = names("跟团号,商品,规格,数量,商品成本价,收货人,联系电话,省,市,区,详细地址,快递公司,快递单号")
QJL_SHORT = names("接龙号,微信昵称,商品合计,订单总金额,下单时间")
QJL_LINES = names(
    "下单序号,接龙号,收货人,联系电话,商品名称,商品编码,规格,数量,商品金额,订单总金额,下单时间,省,市,收货地址,团长ID"
)
YOUZAN_SHORT = names(
    "订单号,订单状态,买家付款时间,订单实付金额,全部商品名称,商品种类数,收货人省份,收货人地区,详细收货地址/提货地址,"
    "收货人/提货人,收货人手机号/提货人手机号,买家昵称,优惠券码名称"
)


def _ktt(refund: str) -> list[dict[str, object]]:
    order = {
        "跟团号": "1",
        "下单人": "小周",
        "支付时间": "2025/9/6 13:03",
        "商品": "苹果*2+梨*1",
        "订单金额": "30.00",
    }
    order |= {"订单状态": "已送达", "收货人": "周强", "联系电话": "13900000004", "详细地址": "示例路1号"}
    other_group = {
        **order,
        "支付时间": "2025/9/13 08:00",
        "商品": "肉松饼 大盒",
        "订单金额": 25,
        refund: "5.00",
    }
    cancelled = {**order, "跟团号": "2", "订单状态": "已取消"}
    return [order, other_group, cancelled]


def write_ktt_13(path: Path) -> None:
    write_book(path, {"订单": cells(KTT_13, _ktt("退款金额"))})


def write_ktt_10(path: Path) -> None:
    write_book(path, {"订单": cells(KTT_10, _ktt("订单退款"))})


def write_ktt_supplier(path: Path) -> None:
    row = {
        "跟团号": "1",
        "商品": "苹果",
        "数量": 2,
        "商品成本价": 8,
        "收货人": "周强",
        "联系电话": "13900000004",
    }
    write_book(path, {"发货": cells(KTT_SUPPLIER, [row])})


def write_qjl_short(path: Path) -> None:
    order = {"接龙号": "1", "微信昵称": "小周", "商品合计": "土鸡蛋*2\n红薯*1", "订单总金额": "50.00"}
    plain = {**order, "接龙号": "2", "商品合计": "6*ITEM", "订单总金额": "12.00"}
    day = {"下单时间": "2026-05-01 09:00:00"}
    write_book(path, {"接龙": cells(QJL_SHORT, [order | day, plain | day])})


def write_qjl_lines(path: Path) -> None:
    order = {"下单序号": "1", "接龙号": "7", "收货人": "周强", "联系电话": "13900000004", "数量": "1"}
    order |= {
        "订单总金额": "50.00",
        "下单时间": "2026-05-02 09:00:00",
        "收货地址": "示例路1号",
        "团长ID": "t1",
    }
    first = order | {"商品名称": "土鸡蛋", "商品金额": "35.00"}
    second = order | {"商品名称": "红薯", "商品金额": "15.00"}
    write_book(path, {"接龙": cells(QJL_LINES, [first, second])})


def _youzan(**values: object) -> dict[str, object]:
    order = {"订单号": "E20260525220543065306159", "订单状态": "交易完成", "订单实付金额": "99.00"}
    order |= {"买家付款时间": "2026-05-25 22:06:00", "全部商品名称": "益生元饮 7天装(1件);礼盒(2件)"}
    return {**order, "收货人手机号/提货人手机号": "13900000004", "收货人/提货人": "周强", **values}


def write_youzan_60(path: Path) -> None:
    rows = [
        _youzan(
            订单创建时间="2026-05-25 22:05:43", 团长订单="是", 挂账主体="示例公司", 买家手机号="13900000004"
        ),
        _youzan(
            订单创建时间="2026-05-26 08:00:00", 订单号="E2", 订单实付金额="￥1,001.00", 订单已退款金额="1"
        ),
        _youzan(订单创建时间="2026-05-26 09:00:00", 订单号="E3", 订单状态="交易关闭"),
        {
            **_youzan(订单创建时间="2026-05-26 10:00:00", 订单号="E4", 买家手机号="138****1234"),
            "收货人手机号/提货人手机号": "138****1234",
            "收货人/提货人": "张*",
        },
    ]
    write_text(path, cells(YOUZAN_60, rows, blank="——"), "utf-8-sig")


def write_youzan_short(path: Path) -> None:
    rows = [_youzan(优惠券码名称="满减"), _youzan(订单号="E2", 订单状态="待付款")]
    write_text(path, cells(YOUZAN_SHORT, rows, blank="——"), "utf-8-sig")
