"""The demo shop's export files, written to a folder: the same ones for the same seed, day and size."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np

from tuanke.config.demo import baskets, bills, bulk, buyers, dirt, members, people, places, youzan
from tuanke.config.demo.calendar import Calendar
from tuanke.config.demo.catalogue import CATEGORIES, catalogue
from tuanke.config.demo.organisations import organisations
from tuanke.config.demo.sampling import Flags, Ints, Rng, Texts, texts

PRESET = "youzan-orders-60"
ORGANISATIONS = 0.015  # organisations per consumer
LEADERS, FOLLOWERS = 0.004, 0.16
JUNE = 6
LEADER_SCALE = 3.0  # a leader's order holds what a few neighbours want too


@dataclass(frozen=True)
class DemoFile:
    path: Path
    kind: Literal["orders", "contacts", "products"]
    source: str
    preset: str | None = None
    mapping: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def write_files(
    directory: Path, *, today: date, customers: int = 20_000, seed: int = 20261121
) -> list[DemoFile]:
    """Write two years of orders up to the day before `today`; everything in them is invented."""
    calendar = Calendar.two_years_to(today)
    # Each part draws from its own stream, so that a change in one leaves the others as they were.
    drawn = np.random.default_rng([seed, customers, today.toordinal()]).spawn(4)
    consumers, companies, spots, cards = drawn
    directory.mkdir(parents=True, exist_ok=True)
    bought, orders, everyone = _orders(consumers, calendar, customers)
    return [
        *_write_youzan(directory, calendar, consumers, spots, bought, orders),
        _write_members(directory, cards, everyone, bought),
        _write_bulk(directory, calendar, companies, spots, max(12, round(customers * ORGANISATIONS))),
        _write_costs(directory),
    ]


def _write_youzan(
    directory: Path,
    calendar: Calendar,
    rng: Rng,
    spots: Rng,
    bought: buyers.Purchases,
    orders: youzan.Orders,
) -> list[DemoFile]:
    table = youzan.columns(rng, orders)
    dirt.soil_orders(spots, table)
    half = _half_years(calendar)[bought.day]
    files = []
    for name in sorted(set(half.tolist())):
        rows = np.flatnonzero(half == name)
        path = directory / f"有赞订单导出_{name}.csv"
        _write(path, youzan.HEADER, [table[key][rows] for key in youzan.KEYS])
        files.append(DemoFile(path, "orders", "youzan", preset=PRESET))
    return files


def _write_members(directory: Path, rng: Rng, everyone: people.People, bought: buyers.Purchases) -> DemoFile:
    table = members.columns(rng, everyone, np.unique(bought.customer))
    path = directory / "会员资料.csv"
    _write(path, table, list(table.values()))
    return DemoFile(path, "contacts", "cards", mapping=MappingProxyType(members.COLUMNS))


def _orders(
    rng: Rng, calendar: Calendar, customers: int
) -> tuple[buyers.Purchases, youzan.Orders, people.People]:
    who = buyers.habits(rng, calendar, customers)
    bought = buyers.purchases(rng, calendar, who)
    taste = baskets.tastes(rng, who)
    everyone = people.people(rng, customers, calendar.days)
    leader = baskets.leaders(rng, who, LEADERS)
    by_leader = np.isin(bought.customer, leader)
    lines = baskets.baskets(rng, calendar, bought, taste, np.where(by_leader, LEADER_SCALE, 1.0))
    receiver = people.receivers(rng, everyone, bought.customer, bought.festival)
    channel = people.channels(rng, everyone, bought.customer)
    goods = lines.total(catalogue().price, bought.size)
    away = places.PROVINCES[receiver.city] != places.HOME_PROVINCE
    bill = bills.bills(
        rng, calendar, bought.day, goods, taste.thrift[bought.customer], channel == people.STORE, away
    )
    buyer_phone, receiver_phone = people.masked_phones(rng, everyone, bought.customer, receiver)
    orders = youzan.Orders(
        bill=bill,
        lines=lines,
        receiver=receiver,
        nickname=people.nicknames(everyone, bought.customer, bought.day),
        member=everyone.member[bought.customer],
        buyer_phone=buyer_phone,
        receiver_phone=receiver_phone,
        channel=channel,
        sellers=_sellers(everyone, by_leader, baskets.led_by(rng, who, leader, FOLLOWERS)[bought.customer]),
    )
    return bought, orders, everyone


def _sellers(everyone: people.People, by_leader: Flags, brought: Ints) -> youzan.Sellers:
    led = brought >= 0
    name = np.where(led, everyone.name[brought], "")
    return youzan.Sellers(by_leader, name, np.where(led, everyone.phone[brought], ""))


def _half_years(calendar: Calendar) -> Texts:
    return texts([f"{day.year}{'上' if day.month <= JUNE else '下'}半年" for day in calendar.dates])


def _write_bulk(directory: Path, calendar: Calendar, rng: Rng, spots: Rng, size: int) -> DemoFile:
    table = bulk.columns(rng, calendar, organisations(rng, size, calendar.days))
    dirt.soil_bulk(spots, table)
    path = directory / "企业团单.csv"
    _write(path, bulk.COLUMNS, list(table.values()))
    return DemoFile(path, "orders", "bulk", mapping=MappingProxyType(bulk.MAPPING))


def _write_costs(directory: Path) -> DemoFile:
    goods = catalogue()
    mapping = {
        "sku": "商品编码",
        "product": "商品名称",
        "category": "类目",
        "cost": "成本",
        "unit_price": "售价",
    }
    path = directory / "商品成本表.csv"
    category = texts(CATEGORIES)[goods.category]
    _write(
        path,
        mapping.values(),
        [goods.sku, goods.name, category, youzan.yuan(goods.cost), youzan.yuan(goods.price)],
    )
    return DemoFile(path, "products", "catalogue", mapping=MappingProxyType(mapping))


def _write(path: Path, header: Iterable[str], columns: Sequence[Texts]) -> None:
    """With a byte order mark, as shops' exports have it for Excel."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(zip(*(column.tolist() for column in columns), strict=True))
