"""The consumers' orders as rows of the 有赞 order export: its sixty columns, in its order, 分销员 twice."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tuanke.config.demo import bills as ends
from tuanke.config.demo import places
from tuanke.config.demo.baskets import Lines
from tuanke.config.demo.bills import Bills
from tuanke.config.demo.catalogue import catalogue
from tuanke.config.demo.people import CHANNELS, STORE, Receivers
from tuanke.config.demo.sampling import Flags, Ints, Rng, Stamps, Texts, chance, pick, texts

_HEADER = """
    订单号,销售渠道,归属店铺,订单类型,订单状态,推广方式,订单来源,订单创建时间,买家付款时间,交易成功时间,
    付款方式,支付流水号,商品金额合计,运费,店铺优惠合计,应收订单金额,订单实付金额,支付优惠合计,订单实收金额,
    订单抵用积分数,店铺优惠方式,支付优惠方式,全部商品名称,商品种类数,订单配送方式,同城送达时间/提货时间,
    收货人省份,收货人城市,收货人地区,详细收货地址/提货地址,收货人/提货人,收货人手机号/提货人手机号,
    买家备注,订单星级,买家昵称,买家是否会员,买家手机号,下单网点,收银员,分销员,销售导购,专属导购,
    订单退款状态,订单已退款金额,商家订单备注,桌号,挂账主体,挂账手机号,团长订单,订单风险标签,
    分销员,分销员手机号,分销员所属店铺,分销员所属团队,分销员所属分组,分销员等级,
    订单佣金类型,订单佣金金额,订单下级卖货提成类型,订单下级卖货提成金额
"""
HEADER = "".join(_HEADER.split()).split(",")
SELLER = "分销员#2"  # the second column of that name; the first one stays empty in this shop's files
KEYS = [SELLER if name in HEADER[:place] else name for place, name in enumerate(HEADER)]

SHOP = "禾果团优选"
STORES = ("禾果团滨江店", "禾果团文澜店", "禾果团学林店")
CASHIERS = ("小周", "小陈", "阿芳")
COMMISSION = 3  # per cent of the goods
REMARKS = ("尽快发货", "放门口就行", "不要催熟的", "周末配送", "送礼用，包装好一点", "到了打电话", "少放冰袋")
_PUNCTUATION = str.maketrans("", "", "-T:")
SPREAD = 387_420_489  # odd and no multiple of 5, so that counting with it modulo 10⁹ meets no number twice

Column = Texts | str


@dataclass(frozen=True)
class Sellers:
    """Which orders a community leader placed, and who brought the others."""

    by_leader: Flags
    name: Texts
    phone: Texts


@dataclass(frozen=True)
class Orders:
    bill: Bills
    lines: Lines
    receiver: Receivers
    nickname: Texts
    member: Flags
    buyer_phone: Texts
    receiver_phone: Texts
    channel: Ints
    sellers: Sellers


def columns(rng: Rng, orders: Orders) -> dict[str, Texts]:
    """A column for each of KEYS, all of the same length; what this shop does not use is empty."""
    size = len(orders.channel)
    known = _ways(rng, orders) | _times(orders.bill) | _amounts(orders) | _goods(orders) | _parties(orders)
    return {key: np.broadcast_to(np.asarray(known.get(key, ""), dtype=object), size).copy() for key in KEYS}


def _ways(rng: Rng, orders: Orders) -> dict[str, Column]:
    """Number, channel, shop, type and status."""
    bill, size = orders.bill, len(orders.channel)
    store = orders.channel == STORE
    place = rng.integers(len(STORES), size=size)
    paid = bill.was_paid
    kind = np.where(bill.offer == ends.DEAL, "拼团订单", "普通订单").astype(object)
    kind[orders.sellers.name != ""] = "社区团购订单"
    return {
        "订单号": _numbers(bill.created),
        "销售渠道": np.where(store, "门店", "网店"),
        "归属店铺": np.where(store, texts(STORES)[place], SHOP),
        "下单网点": np.where(store, texts(STORES)[place], ""),
        "收银员": np.where(store, texts(CASHIERS)[place], ""),
        "订单类型": kind,
        "订单状态": texts(ends.STATUSES)[bill.status],
        "推广方式": np.where(bill.offer == ends.DEAL, "多人拼团", ""),
        "订单来源": texts(CHANNELS)[orders.channel],
        "付款方式": np.where(paid, pick(rng, ("微信支付",) * 8 + ("支付宝", "储值余额"), size), ""),
        "买家备注": np.where(chance(rng, 0.04, size), pick(rng, REMARKS, size), ""),
        "订单星级": " ",
        "订单风险标签": "——",
        "订单抵用积分数": "0",
    }


def _times(bill: Bills) -> dict[str, Column]:
    done = bill.status == ends.DONE
    hour: Stamps = bill.done_at.astype("datetime64[h]").astype("datetime64[s]")
    window = clock(hour, "m") + " - " + clock(hour + np.timedelta64(1, "h"), "m")
    return {
        "订单创建时间": clock(bill.created),
        "买家付款时间": np.where(bill.was_paid, clock(bill.paid_at), ""),
        "交易成功时间": np.where(done, clock(bill.done_at), ""),
        "同城送达时间/提货时间": np.where(done & (bill.delivery != ends.COURIER), window, ""),
    }


def _amounts(orders: Orders) -> dict[str, Column]:
    """应收 = 商品 + 运费 − 店铺优惠; 实付 = 应收 − 支付优惠; 实收 = 实付, before refunds."""
    bill = orders.bill
    full = (bill.refunded == bill.paid) & bill.was_paid
    state = np.where(full, "全额退款", np.where(bill.refunded > 0, "部分退款", ""))
    commission = np.where((orders.sellers.name != "") & bill.was_paid, bill.goods * COMMISSION // 100, 0)
    return {
        "商品金额合计": yuan(bill.goods),
        "运费": yuan(bill.freight),
        "店铺优惠合计": yuan(bill.discount),
        "应收订单金额": yuan(bill.due),
        "订单实付金额": yuan(bill.paid),
        "支付优惠合计": yuan(bill.pay_discount),
        "订单实收金额": yuan(bill.paid),
        "店铺优惠方式": texts(ends.OFFERS)[bill.offer],
        "支付优惠方式": np.where(bill.pay_discount > 0, "微信支付立减", ""),
        "订单退款状态": state,
        "订单已退款金额": yuan(bill.refunded),
        "商家订单备注": np.where((bill.refunded > 0) & ~full, "坏果赔付", ""),
        "订单佣金类型": np.where(commission > 0, "按比例", ""),
        "订单佣金金额": np.where(commission > 0, yuan(commission), ""),
    }


def _goods(orders: Orders) -> dict[str, Column]:
    """`名称(2件),名称(1件)`: the comma separates, because no product name contains one."""
    lines = orders.lines
    names = catalogue().name[lines.product]
    parts = [f"{name}({count}件)" for name, count in zip(names, lines.quantity.tolist(), strict=True)]
    kinds = np.bincount(lines.order, minlength=len(orders.channel))
    ends_at = np.cumsum(kinds).tolist()
    begins = [0, *ends_at[:-1]]
    joined = [",".join(parts[begin:end]) for begin, end in zip(begins, ends_at, strict=True)]
    return {
        "全部商品名称": texts(joined),
        "商品种类数": texts(list(map(str, kinds.tolist()))),
        "订单配送方式": texts(ends.DELIVERIES)[orders.bill.delivery],
    }


def _parties(orders: Orders) -> dict[str, Column]:
    to, sellers = orders.receiver, orders.sellers
    return {
        "收货人省份": places.PROVINCES[to.city],
        "收货人城市": places.CITIES[to.city],
        "收货人地区": to.district,
        "详细收货地址/提货地址": to.address,
        "收货人/提货人": to.name,
        "收货人手机号/提货人手机号": orders.receiver_phone,
        "买家昵称": orders.nickname,
        "买家是否会员": np.where(orders.member, "是", "否"),
        "买家手机号": orders.buyer_phone,
        "团长订单": np.where(sellers.by_leader, "是", "否"),
        SELLER: sellers.name,
        "分销员手机号": sellers.phone,
        "分销员所属店铺": np.where(sellers.name != "", SHOP, ""),
    }


def yuan(fen: Ints) -> Texts:
    signs = np.where(fen < 0, "-", "").tolist()
    parts = zip(signs, (abs(fen) // 100).tolist(), (abs(fen) % 100).tolist(), strict=True)
    return texts([f"{sign}{whole}.{cents:02d}" for sign, whole, cents in parts])


def clock(moments: Stamps, unit: Literal["s", "m"] = "s") -> Texts:
    return texts([moment.replace("T", " ") for moment in np.datetime_as_string(moments, unit=unit).tolist()])


def _numbers(created: Stamps) -> Texts:
    tails = (np.arange(len(created)) * SPREAD + 65_306_159) % 1_000_000_000
    digits = [moment.translate(_PUNCTUATION) for moment in np.datetime_as_string(created).tolist()]
    return texts([f"E{when}{tail:09d}" for when, tail in zip(digits, tails.tolist(), strict=True)])
