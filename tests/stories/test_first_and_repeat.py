"""What a first and a repeat order bring, counted anew from the rows of the file alone."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from django.utils import timezone

from tests.stories.browsing import rows
from tests.stories.conftest import Shop
from tuanke.orders.tests.factories import bring_in, order
from tuanke.platform.accounts.selectors.staff import get_staff
from tuanke.platform.preferences.services.shop import state_margin
from tuanke.ui import formats

STATED = 35  # percent: of goods whose cost the file does not name
COUNTED, LEFT_OUT = "已完成", "已取消"
Row = dict[str, Any]


def lines_of_a_year(today: date) -> list[Row]:
    """Sixty customers; days with two orders, orders of two goods, some costs unknown, some money given back."""
    dice, found = random.Random(20261122), []
    for customer in range(60):
        on = today - timedelta(days=dice.randint(200, 360))
        for number in range(dice.randint(1, 5)):
            status = LEFT_OUT if dice.random() < 0.15 else COUNTED
            for good in range(dice.randint(1, 2)):
                amount = dice.randint(10, 90) * 2
                found.append(
                    order(
                        f"O{customer}-{number}",
                        f"c{customer}",
                        f"{on} 10:0{number}:00",
                        amount,
                        product=f"P{good}",
                        cost="" if dice.random() < 0.4 else dice.randint(1, 60) * 2,
                        refund_amount=amount // 2 if dice.random() < 0.2 else "",
                        status=status,
                    )
                )
            on += timedelta(days=dice.choice([0, 0, 20, 35]))
    return found


def margin_fen(row: Row) -> int:
    """Of what was not given back; half of the money given back is half of the goods."""
    kept = Fraction(1, 2) if row["refund_amount"] else Fraction(1)
    sold = row["amount"] * 100 * kept
    if row["cost"] == "":
        return floor(sold * STATED / 100 + Fraction(1, 2))
    return int(sold - row["cost"] * 100 * kept)


def recounted(found: list[Row]) -> dict[str, list[tuple[str, int]]]:
    """Customer and margin of each order, by kind."""
    counted = [row for row in found if row["status"] == COUNTED]
    first: dict[str, str] = {}
    for row in counted:
        who, day = row["customer_id"], row["ordered_at"][:10]
        first[who] = min(first.get(who, day), day)
    margins: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in counted:
        margins[row["order_id"], row["customer_id"], row["ordered_at"][:10]] += margin_fen(row)
    kinds: dict[str, list[tuple[str, int]]] = {"first": [], "repeat": []}
    for (_number, who, day), margin in margins.items():
        kinds["first" if day == first[who] else "repeat"].append((who, margin))
    return kinds


@pytest.mark.req("A9-10")
def test_margin_per_first_and_repeat_order_is_what_the_file_says(
    new_shop: Shop, say: Callable[..., str]
) -> None:
    found = lines_of_a_year(new_shop.today)
    bring_in(new_shop.folder, found)
    state_margin(percent=STATED, version=0, by=get_staff("chen").pk, at=timezone.now())
    new_shop.run_jobs()

    shown = {row[0]: row[1:] for row in rows(new_shop.sign_in("chen").get("/analytics/first-repeat/"))}

    kinds = recounted(found)
    whole = sum(margin for orders in kinds.values() for _who, margin in orders)
    assert len(kinds["first"]) > 60
    for name, kind in (("First orders", "first"), ("Repeat orders", "repeat")):
        margins = [margin for _who, margin in kinds[kind]]
        assert shown[say(name)] == [
            f"{len(margins)}",
            f"{len({who for who, _margin in kinds[kind]})}",
            formats.yuan(round(Fraction(sum(margins), len(margins)))),
            formats.percent(sum(margins) / whole),
        ]
