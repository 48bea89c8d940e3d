"""A sprinkle of what real files have: tabs, spaces in names, and a few rows that no importer can take."""

import numpy as np

from tuanke.config.demo.sampling import Flags, Ints, Rng, Texts, chance

Table = dict[str, Texts]

BAD_DATES = (
    "2025-02-30 10:15:00",
    "昨天下午3点",
    "0000-00-00 00:00:00",
    "##########",
    "2026年13月1日",
    "待定",
)
BAD_AMOUNTS = ("待核对", "见附件", "#VALUE!", "约120元")
MISSING_AMOUNTS, NAMELESS = 6, 4
BULK_BAD_DATES, BULK_MISSING_AMOUNTS = 3, 3

YOUZAN_DATES = ("订单创建时间", "买家付款时间", "交易成功时间")
YOUZAN_AMOUNTS = ("商品金额合计", "应收订单金额", "订单实付金额", "订单实收金额")
YOUZAN_IDENTITY = ("买家昵称", "买家手机号", "收货人/提货人", "收货人手机号/提货人手机号")

TABS, SPACED_NAMES = 0.012, 0.006


def soil_orders(rng: Rng, table: Table) -> None:
    """In place, on the columns of the 有赞 export."""
    size = len(table["订单号"])
    _append(table["订单号"], "\t", chance(rng, TABS, size))
    names = table["收货人/提货人"]
    for row in np.flatnonzero(chance(rng, SPACED_NAMES, size)).tolist():
        name = names[row]
        names[row] = f" {name}" if row % 2 else f"{name[0]} {name[1:]}"
    wrong = len(BAD_DATES) + len(BAD_AMOUNTS) + MISSING_AMOUNTS + NAMELESS
    # Only paid orders: an order that was never paid would be left out anyway, and its error not be seen.
    rows = rng.choice(np.flatnonzero(table["买家付款时间"] != ""), wrong, replace=False)
    parts = np.cumsum([len(BAD_DATES), len(BAD_AMOUNTS), MISSING_AMOUNTS])
    dates, amounts, missing, nameless = np.split(rows, parts)
    _set(table, YOUZAN_DATES, dates, BAD_DATES)
    _set(table, YOUZAN_AMOUNTS, amounts, BAD_AMOUNTS)
    _set(table, YOUZAN_AMOUNTS, missing, "")
    _set(table, YOUZAN_IDENTITY, nameless, "")


def soil_bulk(rng: Rng, table: Table) -> None:
    rows = rng.choice(len(table["订单号"]), BULK_BAD_DATES + BULK_MISSING_AMOUNTS, replace=False)
    dates, missing = np.split(rows, [BULK_BAD_DATES])
    _set(table, ("下单时间",), dates, BAD_DATES[:BULK_BAD_DATES])
    _set(table, ("金额", "单价"), missing, "")


def _append(column: Texts, tail: str, where: Flags) -> None:
    column[where] = column[where] + tail


def _set(
    table: Table,
    columns: tuple[str, ...],
    rows: Ints,
    value: str | tuple[str, ...],
) -> None:
    for name in columns:
        table[name][rows] = value
