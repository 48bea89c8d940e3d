"""The organisations' orders: several lines each, for festivals and welfare, cheaper the more they take."""

from dataclasses import dataclass

import numpy as np

from tuanke.config.demo import places
from tuanke.config.demo.calendar import Calendar, lead_days, office_seconds, on_workday
from tuanke.config.demo.catalogue import CATEGORIES, TIERS, catalogue, festival_weights
from tuanke.config.demo.organisations import Organisations
from tuanke.config.demo.sampling import Floats, Ints, Rng, Texts, chance, choose, choose_by_row, texts
from tuanke.config.demo.youzan import clock, yuan

COLUMNS = (
    "订单号", "下单时间", "单位名称", "联系人", "联系电话", "商品编码", "商品名称", "类目",
    "数量", "单价", "金额", "优惠", "成本", "状态", "省", "市",
)  # fmt: skip
MAPPING = {
    "customer_id": "单位名称", "organization": "单位名称", "contact_name": "联系人", "phone": "联系电话",
    "order_id": "订单号", "ordered_at": "下单时间", "sku": "商品编码", "product": "商品名称",
    "category": "类目", "quantity": "数量", "unit_price": "单价", "amount": "金额", "discount": "优惠",
    "cost": "成本", "status": "状态", "province": "省", "city": "市",
}  # fmt: skip

NO_FESTIVAL = -1
YEAR = 365.0
BREAKS = np.array([0, 20, 50, 100, 200])  # pieces from which a lower price holds
PER_CENT = np.array([96, 93, 90, 87, 84])
RETURNS, CANCELLED_SHARE = 0.022, 0.025  # of lines, of orders
DONE, SENT, UNPAID, CANCELLED, RETURNED = range(5)
STATUSES = ("已完成", "已发货", "待付款", "已取消", "已退货")
DELIVERY_DAYS = 12


@dataclass(frozen=True)
class BulkOrders:
    organisation: Ints
    day: Ints
    festival: Ints


@dataclass(frozen=True)
class BulkLines:
    order: Ints
    product: Ints
    pieces: Ints  # negative when they came back
    price: Ints  # fen a piece, of the number first ordered
    saved: Ints  # fen taken off the line
    state: Ints


def bulk_orders(rng: Rng, calendar: Calendar, who: Organisations) -> BulkOrders:
    parts = [_festive(rng, calendar, who, number) for number in range(len(calendar.occasions))]
    parts.append(_welfare(rng, who))
    organisation, day, festival = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    day = on_workday(calendar, day)
    order = np.lexsort((organisation, day))
    return BulkOrders(organisation[order], day[order], festival[order])


def _festive(rng: Rng, calendar: Calendar, who: Organisations, number: int) -> tuple[Ints, Ints, Ints]:
    occasion = calendar.occasions[number]
    day = occasion.day - lead_days(rng, who.size, usual=20.0)
    wants = chance(rng, who.festivals[:, occasion.festival], who.size)
    going = np.flatnonzero(wants & (day >= who.first) & (day < who.until))
    return going, day[going], np.full(len(going), occasion.festival)


def _welfare(rng: Rng, who: Organisations) -> tuple[Ints, Ints, Ints]:
    """At least one each: whoever never ordered is not in the file."""
    span = who.until - who.first
    count = np.maximum(rng.poisson(who.welfare * span / YEAR), 1)
    organisation = np.repeat(np.arange(who.size), count)
    day = rng.integers(np.repeat(who.first, count), np.repeat(who.until, count))
    return organisation, day, np.full(len(organisation), NO_FESTIVAL)


def bulk_lines(rng: Rng, calendar: Calendar, who: Organisations, orders: BulkOrders) -> BulkLines:
    """Lines in the order of their orders; a return is one more line, with negative pieces."""
    order, product, pieces = _wanted(rng, who, orders)
    state = _states(rng, calendar, orders.day)[order]
    per_cent = PER_CENT[np.searchsorted(BREAKS, pieces, side="right") - 1]
    price = catalogue().price[product] * per_cent // 1_000 * 10
    off = chance(rng, 0.15, len(order)) * rng.integers(1, 4, len(order))  # per cent
    saved = pieces * price * off // 10_000 * 100
    back = np.flatnonzero(chance(rng, RETURNS, len(order)) & (state == DONE))
    given_back = -np.maximum(pieces[back] // rng.integers(4, 12, len(back)), 1)
    sequence = np.argsort(np.append(order, order[back]), kind="stable")
    return BulkLines(
        order=np.append(order, order[back])[sequence],
        product=np.append(product, product[back])[sequence],
        pieces=np.append(pieces, given_back)[sequence],
        price=np.append(price, price[back])[sequence],
        saved=np.append(saved, np.zeros_like(back))[sequence],
        state=np.append(state, np.full(len(back), RETURNED))[sequence],
    )


def _wanted(rng: Rng, who: Organisations, orders: BulkOrders) -> tuple[Ints, Ints, Ints]:
    count = 1 + choose(rng, (0.22, 0.30, 0.26, 0.14, 0.08), len(orders.day))
    order = np.repeat(np.arange(len(orders.day)), count)
    festival = orders.festival[order]
    product = choose(rng, _welfare_weights(), len(order))
    festive = (festival >= 0) & chance(rng, 0.7, len(order))
    # The dearest third is for families: whoever buys for everybody looks below it.
    tier = rng.integers(len(TIERS) - 1, size=len(order))
    row = festival * len(TIERS) + tier
    product[festive] = choose_by_row(rng, festival_weights(), row[festive])
    heads = who.heads[orders.organisation[order]]
    share = rng.uniform(0.35, 1.0, len(order)) * np.where(festival >= 0, 1.0, 0.45) / np.sqrt(count[order])
    pieces = np.maximum((heads * share).astype(np.int64), 2)
    key, place = np.unique(order * catalogue().size + product, return_index=True)
    return key // catalogue().size, key % catalogue().size, pieces[place]


def _welfare_weights() -> Floats:
    """For everybody in the office: rice, oil, nuts, household goods, some fruit and tea."""
    goods = catalogue()
    liking = {"粮油": 3.0, "日用": 2.0, "零食": 2.0, "生鲜水果": 1.2, "茶礼": 0.8}
    weights = np.array([liking.get(CATEGORIES[category], 0.0) for category in goods.category.tolist()])
    found: Floats = weights * (goods.months.sum(axis=1) == goods.months.shape[1])
    return found


def _states(rng: Rng, calendar: Calendar, day: Ints) -> Ints:
    age = calendar.days - day
    recent = np.where(chance(rng, 0.3, len(day)), UNPAID, SENT)
    lasting = np.where(age <= DELIVERY_DAYS, recent, DONE)
    return np.where(chance(rng, CANCELLED_SHARE, len(day)), CANCELLED, lasting)


def columns(rng: Rng, calendar: Calendar, who: Organisations) -> dict[str, Texts]:
    orders = bulk_orders(rng, calendar, who)
    lines = bulk_lines(rng, calendar, who, orders)
    goods, size = catalogue(), len(orders.day)
    created = calendar.stamps(orders.day, office_seconds(rng, size))
    usual = chance(rng, 0.65, size)  # mostly the same person orders
    anyone = rng.integers(who.contacts[orders.organisation])
    contact = (orders.organisation, np.where(usual, 0, anyone))
    city = who.city[orders.organisation]
    dates = enumerate(created.astype(object).tolist(), start=1)
    of_order = {
        "订单号": texts([f"QT{moment:%Y%m%d}{number:05d}" for number, moment in dates]),
        "下单时间": clock(created),
        "单位名称": who.name[orders.organisation],
        "联系人": who.contact_name[contact],
        "联系电话": who.contact_phone[contact],
        "省": places.PROVINCES[city],
        "市": places.CITIES[city],
    }
    of_line = {
        "商品编码": goods.sku[lines.product],
        "商品名称": goods.name[lines.product],
        "类目": texts(CATEGORIES)[goods.category[lines.product]],
        "数量": texts(list(map(str, lines.pieces.tolist()))),
        "单价": yuan(lines.price),
        "金额": yuan(lines.pieces * lines.price - lines.saved),
        "优惠": yuan(lines.saved),
        "成本": yuan(lines.pieces * goods.cost[lines.product]),
        "状态": texts(STATUSES)[lines.state],
    }
    table = {name: column[lines.order] for name, column in of_order.items()} | of_line
    return {name: table[name] for name in COLUMNS}
