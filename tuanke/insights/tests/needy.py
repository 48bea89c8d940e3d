"""Shops for the tests of needs: lines with list prices and discounts, and who turned to the shop."""

import random
from datetime import datetime, time, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tuanke.insights.needs.contacts import CONTACTS
from tuanke.insights.tables import ORDER_LINES
from tuanke.insights.tests.histories import Rows, day

SCHEMA = ibis.schema({**dict(ORDER_LINES.items()), "discount_fen": "int64"})
KINDS = ("price", "quality", "service", "none")


def sale(
    customer: int, order: int, offset: int, product: int | None, price: int = 1000, off: int | None = 0
) -> dict[str, Any]:
    """One piece; `price` is the list price, `product` // 10 its category."""
    return {
        "customer_id": customer,
        "order_id": order,
        "line_no": 1,
        "ordered_at": datetime.combine(day(offset), time(4)),
        "ordered_on": day(offset),
        "product_id": product,
        "category": None if product is None else "ABCDE"[product // 10],
        "quantity": 1,
        "revenue_fen": price - (off or 0),
        "margin_fen": 1,
        "margin_basis": "cost",
        "is_order": True,
        "discount_fen": off,
    }


def refund(row: dict[str, Any]) -> dict[str, Any]:
    later = row["ordered_on"] + timedelta(3)
    return {**row, "revenue_fen": -row["revenue_fen"], "discount_fen": 0, "ordered_on": later}


def contact(row: dict[str, Any], *, is_our_fault: bool = False) -> dict[str, Any]:
    return {key: row[key] for key in ("customer_id", "order_id")} | {"is_our_fault": is_our_fault}


def lines_table(rows: Rows, *, with_discount: bool = True) -> ir.Table:
    schema = SCHEMA if with_discount else ORDER_LINES
    return ibis.memtable(pa.Table.from_pylist(rows, schema=schema.to_pyarrow()))


def contacts_table(rows: Rows) -> ir.Table:
    return ibis.memtable(pa.Table.from_pylist(rows, schema=CONTACTS.to_pyarrow()))


def shop(customers: int = 300, with_need: int = 120) -> tuple[Rows, Rows]:
    """The first ones each have the need KINDS[customer % 4], the others have none."""
    dice, rows, contacts = random.Random(3), [], []
    for customer in range(customers):
        kind = KINDS[customer % 4] if customer < with_need else "none"
        for number in range(12):
            rung = 4 if kind == "quality" and dice.random() < 0.8 else dice.randint(0, 4)
            price = 1000 + 500 * rung
            off = price // 5 if dice.random() < (0.9 if kind == "price" else 0.3) else 0
            product = 10 * dice.randint(0, 2) + rung
            row = sale(customer, customer * 100 + number, dice.randint(0, 360), product, price, off)
            rows.append(row)
            if dice.random() < (0.5 if kind == "quality" else 0.05):
                rows.append(refund(row))
            if dice.random() < (0.7 if kind == "service" else 0.1):
                contacts.append(contact(row))
    return rows, contacts
