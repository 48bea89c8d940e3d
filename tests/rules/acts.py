"""What customers did on the shop's pages: some of it as visitors, some of whom turned out to be customers."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tuanke.catalog.models import Product
from tuanke.customers.models import Customer
from tuanke.engagement.models import Interaction, Visitor

ACTS = 90
TYPES = ("browse", "comment", "like", "share")


@dataclass
class Act:
    pk: int
    type: str
    at: datetime
    channel: str | None
    product: int | None
    category: str | None
    campaign: str | None
    keyword: str | None

    @property
    def later(self) -> tuple[int, ...]:
        return (self.pk,)


def interact(
    dice: random.Random, customers: list[Customer], products: list[Product], moment: Callable[[], datetime]
) -> dict[int, list[Act]]:
    """By the customer who stands for whoever did it."""
    visitors = [
        Visitor.objects.create(
            kind="identity", source="w", key=f"v{n}", customer=dice.choice([None, *customers])
        )
        for n in range(8)
    ]
    done: dict[int, list[Act]] = {}
    for number in range(ACTS):
        visitor = dice.choice([None, *visitors])
        customer = dice.choice(customers[:-2]) if visitor is None else None
        act = _act(dice, number, customer, visitor, dice.choice([None, *products]), moment())
        who = customer or (visitor.customer if visitor else None)
        standing = (who.merged_into or who) if who else None
        if standing is not None and standing.status == "active":
            done.setdefault(standing.pk, []).append(act)
    return done


def _act(
    dice: random.Random,
    number: int,
    customer: Customer | None,
    visitor: Visitor | None,
    product: Product | None,
    at: datetime,
) -> Act:
    told = {
        "channel": dice.choice(["", "weibo", "小程序"]),
        "category": dice.choice(["", "", "茶", "米粉"]),
        "campaign": dice.choice(["", "双11"]),
        "keyword": dice.choice(["", "团购 茶", "50%"]),
    }
    row = Interaction.objects.create(
        source="w",
        event_id=f"e{number}",
        type=dice.choice(TYPES),
        customer=customer,
        visitor=visitor,
        product_source="s" if product else "",
        product=product.external_id if product else dice.choice(["", "unknown"]),
        occurred_at=at,
        **told,
    )
    known = {name: value or None for name, value in told.items()}
    known["category"] = known["category"] or ((product.category or None) if product else None)
    return Act(pk=row.pk, type=row.type, at=at, product=product.pk if product else None, **known)
