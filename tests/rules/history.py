"""A small shop at its edges: moments at midnight and at the ends of months, values missing, customers merged."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.rules import past
from tests.rules.acts import Act, interact
from tuanke.catalog.models import Product
from tuanke.classes.models import CustomerClass
from tuanke.customers.models import Customer
from tuanke.facts.tests.factories import make_run, write_score
from tuanke.kit.rules.windows import AsOf
from tuanke.orders.models import Order, OrderLine
from tuanke.platform.accounts.models import Staff
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.models import Segment, SegmentChange, SegmentMembership

ZONE = ZoneInfo("Asia/Shanghai")
TODAYS = (date(2026, 3, 1), date(2024, 2, 29), date(2026, 3, 31), date(2026, 10, 8))
CITIES = ("", "杭州市", "上海市", "上饶市")
CATEGORIES = ("", "茶", "米面", "米粉", "水果")
PEOPLE, ORDERS = 24, 110


@dataclass
class Line:
    order: int
    position: int
    at: datetime
    is_order: bool
    product: int | None
    category: str | None
    quantity: int
    revenue: int
    refund: int  # negative

    @property
    def later(self) -> tuple[int, ...]:
        return (self.order, self.position)


@dataclass
class Person:
    pk: int
    attributes: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    inside: set[str] = field(default_factory=set)


@dataclass
class Shop:
    as_of: AsOf
    people: list[Person]
    segment: str


def make_shop(seed: int) -> Shop:
    dice = random.Random(seed)
    today = TODAYS[seed % len(TODAYS)]
    moment = datetime(
        today.year, today.month, today.day, dice.randint(0, 23), dice.randint(0, 59), tzinfo=ZONE
    )
    as_of = AsOf(moment.astimezone(UTC), ZONE)
    staff = make_staff()
    past.define_fields()
    customers = [_customer(dice, number, as_of, staff) for number in range(PEOPLE)]
    _merge(dice, customers, as_of)
    people = {c.pk: Person(c.pk, _attributes(c)) for c in customers if c.status == "active"}
    for pk, attributes in past.write_down(dice, customers, as_of).items():
        people[pk].attributes |= attributes
    _classify(dice, people, as_of)
    products = _products()
    _order(dice, customers, people, products, as_of)
    for pk, acts in interact(dice, customers, products, lambda: _moment(dice, as_of)).items():
        people[pk].acts = acts
    return Shop(as_of, list(people.values()), _segment(dice, people, as_of, staff))


def _customer(dice: random.Random, number: int, as_of: AsOf, staff: Staff) -> Customer:
    return Customer.objects.create(
        kind=dice.choice(["person", "org"]),
        display_name=f"c{number}",
        city=dice.choice(CITIES),
        province=dice.choice(["", "浙江省"]),
        channel=dice.choice(["", "youzan"]),
        created_at=as_of.at - timedelta(days=dice.randint(0, 500)),
        status="anonymised" if number == 3 else "active",
        owner=staff if number % 3 == 0 else None,
        custom=past.own_values(dice),
    )


def _merge(dice: random.Random, customers: list[Customer], as_of: AsOf) -> None:
    for loser in customers[4:9]:
        loser.status, loser.merged_into = "merged", dice.choice(customers[9:])
        loser.merged_at = past.merged_at(dice, as_of)
        loser.save()


def _attributes(customer: Customer) -> dict[str, Any]:
    names = ("kind", "province", "city", "channel")
    return {name: getattr(customer, name) or None for name in names}


def _classify(dice: random.Random, people: dict[int, Person], as_of: AsOf) -> None:
    """Scores and classes of most; some of the scores are missing."""
    run = make_run(as_of=as_of.day)
    for person in people.values():
        if dice.random() < 0.15:
            continue
        score = write_score(
            run,
            person.pk,
            orders=dice.choice([None, 0, 1, 2, 3]),
            revenue_fen=dice.choice([None, 0, 9_900, 25_000]),
            last_on=dice.choice(
                [None, *(as_of.day - timedelta(days=d) for d in (0, 1, 27, 28, 30, 31, 366))]
            ),
            first_on=dice.choice([None, date(2024, 2, 29), date(2023, 3, 1), date(2024, 12, 31)]),
        )
        held = {name: dice.choice(codes) for name, codes in CLASSES.items()}
        since = dict.fromkeys((f"{name}_since" for name in CLASSES), as_of.day)
        CustomerClass.objects.create(customer_id=person.pk, score=score, run=run, **held, **since)
        person.attributes |= {f"class.{name}": code for name, code in held.items()} | {
            "score.orders": score.orders,
            "score.revenue": score.revenue_fen,
            "score.last_on": score.last_on,
            "score.first_on": score.first_on,
        }


CLASSES = {
    "lifecycle": ("active", "dormant", "lost"),
    "frequency": ("high", "low"),
    "amount": ("high", "low"),
    "value": ("high_value", "ordinary"),
    "abc": ("A", "B"),
}


def _products() -> list[Product]:
    return [
        Product.objects.create(source="s", external_id=f"p{n}", name=f"p{n}", category=category)
        for n, category in enumerate(CATEGORIES)
    ]


def _order(
    dice: random.Random,
    customers: list[Customer],
    people: dict[int, Person],
    products: list[Product],
    as_of: AsOf,
) -> None:
    for number in range(ORDERS):
        customer = dice.choice(customers[:-2])  # the last ones never bought
        status = dice.choice(["confirmed", "completed", "completed", "cancelled", "awaiting_payment"])
        kind = "refund" if dice.random() < 0.1 else "order"
        order = Order.objects.create(
            customer=customer,
            source="s",
            external_id=f"o{number}",
            kind=kind,
            status=status,
            revenue_fen=0,
            ordered_at=_moment(dice, as_of),
        )
        owner = people.get(customer.merged_into_id or customer.pk)
        for position in range(dice.randint(1, 3)):
            line = _line(dice, order, position, dice.choice([None, *products]))
            if owner is not None and status in Order.COUNTED:
                owner.lines.append(line)


def _line(dice: random.Random, order: Order, position: int, product: Product | None) -> Line:
    revenue = dice.choice([0, 990, 1_000, 5_000, dice.randint(1, 9_000)]) * (
        -1 if order.kind == "refund" else 1
    )
    refunded = dice.choice([0, 0, 0, 500, 2_000])
    quantity = dice.choice(["1", "2", "0.5", "1.500", "3"])
    OrderLine.objects.create(
        order=order,
        position=position,
        product=product,
        quantity=quantity,
        revenue_fen=revenue,
        refunded_fen=refunded,
    )
    return Line(
        order=order.pk,
        position=position,
        at=order.ordered_at,
        is_order=order.kind == "order",
        product=product.pk if product else None,
        category=(product.category or None) if product else None,
        quantity=int(float(quantity) + 0.5),
        revenue=revenue - refunded,
        refund=min(revenue, 0) - refunded,
    )


def _moment(dice: random.Random, as_of: AsOf) -> datetime:
    """Mostly where windows begin and end: midnight, a moment before, whole hours back, tomorrow."""
    day = as_of.day - timedelta(
        days=dice.choice([-1, 0, 1, 2, 6, 7, 27, 28, 29, 30, 31, 59, 60, 364, 365, 366, 400])
    )
    midnight = as_of.midnight(day)
    return dice.choice(
        [
            midnight,
            midnight - timedelta(microseconds=1),
            midnight + timedelta(hours=dice.randint(0, 23)),
            as_of.at - timedelta(hours=dice.choice([1, 24, 48, 100])),
        ]
    )


def _segment(dice: random.Random, people: dict[int, Person], as_of: AsOf, staff: Staff) -> str:
    segment = Segment.objects.create(
        name="部分", rule={"v": 1, "root": {"everyone": True}}, created_by=staff, created_at=as_of.at
    )
    segment.refresh_from_db(fields=["uid"])
    change = SegmentChange.objects.create(segment=segment, cause="backfill", at=as_of.at)
    for person in people.values():
        stays = dice.choice([True, False])
        SegmentMembership.objects.create(
            segment=segment,
            customer_id=person.pk,
            entered_at=as_of.at,
            exited_at=None if stays else as_of.at,
            entered_in=change,
        )
        if stays:
            person.inside.add(str(segment.uid))
    return str(segment.uid)
