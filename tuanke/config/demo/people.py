"""Who the customers are: name, nickname, number, home, the way they order; and who is hard to tell apart."""

from dataclasses import dataclass

import numpy as np

from tuanke.config.demo import names, places
from tuanke.config.demo.sampling import Flags, Ints, Rng, Texts, chance, choose, texts

CHANNELS = ("商家小程序", "微信公众号", "视频号", "抖音", "线下门店", "H5网页")
CHANNEL_WEIGHTS = (0.50, 0.14, 0.12, 0.11, 0.09, 0.04)
STORE = CHANNELS.index("线下门店")

STARRED, BLANK = 1, 2
FRONT_DESK = 6  # people of one office who all gave the number of its front desk
RENAMED = 0.012  # share of customers who changed their nickname on the way
SECOND_ACCOUNTS = 500  # one customer in so many opened a second account


@dataclass(frozen=True)
class People:
    name: Texts
    nickname: Texts
    later_nickname: Texts
    renamed_on: Ints  # the day the later nickname begins
    phone: Texts
    receiver_phone: Texts  # the customer's own, except for second accounts
    city: Ints
    district: Texts
    address: Texts
    channel: Ints
    member: Flags
    always_masked: Flags


def people(rng: Rng, customers: int, days: int) -> People:
    name = names.people(rng, customers)
    nickname = names.nicknames(rng, name)
    city = places.cities(rng, customers)
    renamed = chance(rng, RENAMED, customers)
    phone = names.phones(rng, customers, names.BUYER_BLOCKS)
    everyone = People(
        name=name,
        nickname=nickname,
        later_nickname=names.nicknames(rng, name),
        renamed_on=np.where(renamed, rng.integers(days // 4, days, customers), days + 1),
        phone=phone,
        receiver_phone=phone.copy(),
        city=city,
        district=places.districts(rng, city),
        address=places.addresses(rng, customers),
        channel=choose(rng, CHANNEL_WEIGHTS, customers),
        member=chance(rng, 0.6, customers),
        always_masked=chance(rng, 0.01, customers),
    )
    _plant(rng, everyone)
    return everyone


def _plant(rng: Rng, everyone: People) -> None:
    """What makes real archives hard: one number of six people, one person with two accounts."""
    size = len(everyone.name)
    pairs = max(2, size // SECOND_ACCOUNTS)
    chosen = rng.choice(size, FRONT_DESK + 2 * pairs, replace=False)
    desk, first, second = np.split(chosen, [FRONT_DESK, FRONT_DESK + pairs])
    home = (everyone.city, everyone.district, everyone.address)
    for column in (everyone.phone, everyone.receiver_phone, *home):
        column[desk] = column[desk[0]]
    for column in (everyone.name, *home):
        column[second] = column[first]
    everyone.receiver_phone[second] = everyone.phone[first]
    everyone.always_masked[chosen] = False


@dataclass(frozen=True)
class Receivers:
    """Where each order goes: home, or to somebody who gets a present."""

    name: Texts
    phone: Texts
    city: Ints
    district: Texts
    address: Texts


def receivers(rng: Rng, everyone: People, customer: Ints, festival: Ints) -> Receivers:
    present = np.flatnonzero((festival >= 0) & chance(rng, 0.35, len(customer)))
    city = everyone.city[customer]
    city[present] = places.cities(rng, len(present))
    name, phone = everyone.name[customer], everyone.receiver_phone[customer]
    district, address = everyone.district[customer], everyone.address[customer]
    name[present] = names.people(rng, len(present))
    phone[present] = names.phones(rng, len(present), names.RECEIVER_BLOCKS)
    district[present] = places.districts(rng, city[present])
    address[present] = places.addresses(rng, len(present))
    return Receivers(name, phone, city, district, address)


def channels(rng: Rng, everyone: People, customer: Ints) -> Ints:
    """Mostly the usual channel of a customer, now and then another one."""
    elsewhere = chance(rng, 0.14, len(customer))
    other = choose(rng, CHANNEL_WEIGHTS, len(customer))
    return np.where(elsewhere, other, everyone.channel[customer])


def nicknames(everyone: People, customer: Ints, day: Ints) -> Texts:
    changed = day >= everyone.renamed_on[customer]
    return np.where(changed, everyone.later_nickname[customer], everyone.nickname[customer])


def masked_phones(rng: Rng, everyone: People, bought: Ints, receiver: Receivers) -> tuple[Texts, Texts]:
    """The buyer's and receiver's number as an export shows them: some blank, some with stars.

    Where the buyer's number is not shown the receiver's still is, except for a few who are starred in both.
    """
    buyer, to = everyone.phone[bought], receiver.phone.copy()
    own = to == everyone.receiver_phone[bought]
    fate = choose(rng, (0.93, 0.03, 0.04), len(bought))  # shown, starred, blank
    hidden = everyone.always_masked[bought]
    starred = (own & (fate == STARRED)) | hidden
    buyer[own & ~starred & (fate == BLANK)] = ""
    buyer[starred] = texts([names.masked(phone) for phone in buyer[starred]])
    to[hidden] = texts([names.masked(phone) for phone in to[hidden]])
    return buyer, to
