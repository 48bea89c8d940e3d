"""Order files made up for a test: the same ones for the same numbers."""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

HEADER = ("customer_id", "ordered_at", "order_id", "product", "quantity", "amount")
START = datetime.fromisoformat("2026-01-05T09:00")
GOODS = ("苹果", "大米", "茶叶", "坚果", "毛巾")


def write_orders(
    path: Path, *, customers: int, orders: int, spoiled: int = 0, header: tuple[str, ...] = HEADER
) -> Path:
    """Orders of one or two lines each; the last `spoiled` rows have no usable date."""
    chance = random.Random(20260105)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(orders):
            writer.writerows(_order(chance, number, customers))
        writer.writerows(("C1", "soon", f"bad-{number}", "苹果", 1, "9.90") for number in range(spoiled))
    return path


def _order(chance: random.Random, number: int, customers: int) -> list[tuple[object, ...]]:
    buyer = f"C{number % customers if number < customers else chance.randrange(customers)}"
    at = START + timedelta(minutes=chance.randrange(200 * 24 * 60))
    goods = chance.sample(GOODS, chance.randint(1, 2))
    return [
        (buyer, f"{at:%Y-%m-%d %H:%M:%S}", f"N{number}", name, pieces, f"{pieces * 4.9:.2f}")
        for name in goods
        for pieces in [chance.randint(1, 5)]
    ]
