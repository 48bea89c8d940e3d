"""What each consumer order costs, what was taken off, how it ended and what was paid back; all in fen."""

from dataclasses import dataclass

import numpy as np

from tuanke.config.demo.calendar import Calendar, seconds_of_day
from tuanke.config.demo.sampling import Flags, Floats, Ints, Rng, Stamps, chance, choose

DONE, SENT, UNPAID, CLOSED = range(4)
STATUSES = ("交易完成", "已发货", "待付款", "交易关闭")
NO_OFFER, DEAL, THRESHOLD, COUPON, MEMBER = range(5)
OFFERS = ("", "团购优惠", "满减", "优惠券", "会员折扣")
PICKUP, COURIER, CITY = range(3)
DELIVERIES = ("上门自提", "快递发货", "同城配送")

FREE_FREIGHT_FROM = 5_900
STEPS = np.array([0, 5_900, 9_900, 19_900, 39_900])  # 满减: from this amount …
OFF = np.array([0, 500, 1_200, 2_500, 6_000])  # … this is taken off
HANDED_OVER = (9 * 3600, 20 * 3600)  # between these seconds of a day goods reach the buyer
PAY_WITHIN_DAYS = 2  # an order not paid by then is closed
UNPAID_SHARE, FULL_REFUNDS, PART_REFUNDS = 0.028, 0.011, 0.026


@dataclass(frozen=True)
class Bills:
    created: Stamps
    paid_at: Stamps
    done_at: Stamps
    status: Ints
    delivery: Ints
    offer: Ints
    goods: Ints
    freight: Ints
    discount: Ints
    due: Ints
    pay_discount: Ints
    paid: Ints
    refunded: Ints

    @property
    def was_paid(self) -> Flags:
        return self.paid > 0


def bills(
    rng: Rng, calendar: Calendar, day: Ints, goods: Ints, thrift: Floats, in_store: Flags, away: Flags
) -> Bills:
    """`thrift` is how much each buyer waits for offers; `away` marks receivers outside the home province."""
    size = len(day)
    delivery = np.where(in_store, PICKUP, choose(rng, (0.26, 0.56, 0.18), size))
    delivery[away & ~in_store] = COURIER
    offer, discount = _offers(rng, goods, thrift)
    freight = np.where(away, 1_000, 600) * ((delivery != PICKUP) & (goods < FREE_FREIGHT_FROM))
    due = goods + freight - discount
    settled = (rng.random(size) >= UNPAID_SHARE) | in_store
    pay_discount = settled * chance(rng, 0.07, size) * rng.integers(10, 300, size)
    paid = settled * (due - pay_discount)
    refunded = _refunds(rng, paid)
    created = calendar.stamps(day, seconds_of_day(rng, size))
    paid_at = created + rng.integers(6, 900, size).astype("timedelta64[s]")
    wait = np.where(delivery == PICKUP, rng.integers(1, 3, size), rng.integers(3, 11, size))
    done_at = calendar.stamps(day + wait, rng.integers(*HANDED_OVER, size))
    status = _status(calendar, day, done_at, paid, refunded)
    return Bills(
        created,
        paid_at,
        done_at,
        status,
        delivery,
        offer,
        goods,
        freight,
        discount,
        due,
        pay_discount,
        paid,
        refunded,
    )


def _offers(rng: Rng, goods: Ints, thrift: Floats) -> tuple[Ints, Ints]:
    wanted = chance(rng, 0.18 + 0.6 * thrift, len(goods))
    offer = np.where(wanted, 1 + choose(rng, (0.45, 0.25, 0.18, 0.12), len(goods)), NO_OFFER)
    step = OFF[np.searchsorted(STEPS, goods, side="right") - 1]
    deal = (goods * rng.integers(4, 15, len(goods))) // 1000 * 10  # 4–14 %, in whole jiao
    amounts = np.stack([
        np.zeros_like(goods), deal, step,
        np.minimum(rng.choice((300, 500, 800, 1_000), len(goods)), goods // 6), goods // 200 * 10,
    ])  # fmt: skip
    discount = amounts[offer, np.arange(len(goods))]
    return np.where(discount > 0, offer, NO_OFFER), discount


def _refunds(rng: Rng, paid: Ints) -> Ints:
    fate = rng.random(len(paid))
    part = (paid * rng.integers(15, 80, len(paid))) // 1000 * 10
    partly = fate < FULL_REFUNDS + PART_REFUNDS
    return np.where(fate < FULL_REFUNDS, paid, np.where(partly, part, 0))


def _status(calendar: Calendar, day: Ints, done_at: Stamps, paid: Ints, refunded: Ints) -> Ints:
    today = calendar.stamps(np.array([calendar.days]), np.array([0]))[0]
    status = np.where(done_at < today, DONE, SENT)
    status[(paid > 0) & (refunded == paid)] = CLOSED
    unpaid = paid == 0
    status[unpaid] = np.where(calendar.days - day[unpaid] <= PAY_WITHIN_DAYS, UNPAID, CLOSED)
    return status
