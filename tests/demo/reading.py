"""Reads the demo's files back with the standard library only: a check that shares no code with them."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

Row = dict[str, str]
PHONE = re.compile(r"1[3-9]\d{9}")
PART = re.compile(r"(?P<name>[^,()]+)\((?P<count>\d+)件\)")
NOT_BOUGHT = {"待付款", "交易关闭", "已取消"}


def read(path: Path) -> list[Row]:
    """Rows by column name; the second column of a name gets `#2`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    names = [f"{name}#2" if name in header[:place] else name for place, name in enumerate(header)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def moment(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        return None


def amount(cell: str) -> Decimal | None:
    try:
        return Decimal(cell)
    except InvalidOperation:
        return None


def buyer(row: Row) -> str:
    for column in ("买家手机号", "收货人手机号/提货人手机号", "买家昵称"):
        if PHONE.fullmatch(row[column]) or (column == "买家昵称" and row[column]):
            return row[column]
    return ""


@dataclass
class Customer:
    days: set[str] = field(default_factory=set)
    margin: Decimal = Decimal()


def consumers(rows: list[Row], costs: dict[str, Decimal]) -> dict[str, Customer]:
    """Days with an order that counts; margin = what was kept of the price less that share of the cost."""
    found: dict[str, Customer] = defaultdict(Customer)
    for row in rows:
        paid, who = amount(row["订单实付金额"]), buyer(row)
        if not who or paid is None or moment(row["订单创建时间"]) is None or row["订单状态"] in NOT_BOUGHT:
            continue
        kept = 1 - Decimal(row["订单已退款金额"]) / paid
        cost = sum(costs[name] * count for name, count in parts(row))
        found[who].days.add(row["订单创建时间"][:10])
        found[who].margin += (paid - cost) * kept
    return found


def organisations(rows: list[Row]) -> dict[str, Customer]:
    found: dict[str, Customer] = defaultdict(Customer)
    for row in rows:
        paid = amount(row["金额"])
        if paid is None or moment(row["下单时间"]) is None or row["状态"] in NOT_BOUGHT:
            continue
        found[row["单位名称"]].margin += paid - Decimal(row["成本"])
        if paid >= 0:
            found[row["单位名称"]].days.add(row["下单时间"][:10])
    return found


def parts(row: Row) -> Iterator[tuple[str, int]]:
    for part in row["全部商品名称"].split(","):
        match = PART.fullmatch(part)
        assert match, part
        yield match["name"], int(match["count"])


def repurchase_rate(found: dict[str, Customer]) -> float:
    return sum(len(customer.days) >= 2 for customer in found.values()) / len(found)


def top_fifth_share(found: dict[str, Customer]) -> float:
    margins = sorted((customer.margin for customer in found.values()), reverse=True)
    positive = [margin for margin in margins if margin > 0]
    return float(sum(margins[: len(margins) // 5]) / sum(positive))
