"""What the shop wrote down of its customers, at its edges: in the archive as rows, and as a rule is to see it."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from tuanke.customers.domain.consent import Said, state_of, strictest
from tuanke.customers.models import (
    ConsentRecord,
    ContactPoint,
    Customer,
    CustomerTag,
    CustomField,
    LifeEvent,
    Need,
    StatedNeed,
    Tag,
    Touch,
)
from tuanke.facts.models import CustomerInterest
from tuanke.kit.lunar import Anniversary
from tuanke.kit.rules.windows import AsOf
from tuanke.platform.accounts.models import Staff

TAGS = ("VIP", "渠道:展会", "%", "老客")
NEEDS = {"business": "scene", "leisure": "scene", "gift": "need", "dust": "need"}
DAYS = (
    Anniversary(2, 29),
    Anniversary(3, 1),
    Anniversary(12, 31),
    Anniversary(1, 1, is_lunar=True),
    Anniversary(1, 30, is_lunar=True),
    Anniversary(8, 15, is_lunar=True),
    Anniversary(12, 30, is_lunar=True),
    Anniversary(6, 5, is_lunar=True, is_leap_month=True),
    Anniversary(2, 10, is_lunar=True, is_leap_month=True),
)
OWN: dict[str, list[Any]] = {
    "text": ["甲", "50%", "a_b"],
    "int": [0, 3, -7],
    "decimal": ["1.5", "0.1", "3"],
    "money": [0, 9_900, -1],
    "bool": [True, False],
    "date": ["2024-02-29", "2026-03-01", "1999-12-31"],
    "enum": ["S", "M"],
    "multi_enum": [["红"], ["红", "蓝"], ["蓝", "绿"], []],
}
Attributes = dict[int, dict[str, Any]]


def define_fields() -> None:
    for kind in ("person", "org"):
        CustomField.objects.bulk_create(
            CustomField(
                kind=kind, key=f"own-{type_}", label=type_, type=type_, options=OPTIONS.get(type_, [])
            )
            for type_ in OWN
        )


OPTIONS = {"enum": ["S", "M"], "multi_enum": ["红", "蓝", "绿"]}


def own_values(dice: random.Random) -> dict[str, Any]:
    return {
        f"own-{type_}": dice.choice([None, *values]) for type_, values in OWN.items() if dice.random() < 0.7
    }


def write_down(dice: random.Random, customers: list[Customer], as_of: AsOf) -> Attributes:
    """Attributes by customer of the active ones."""
    tags = [_tag(text) for text in TAGS]
    needs = [
        Need.objects.get_or_create(code=code, defaults={"kind": kind})[0] for code, kind in NEEDS.items()
    ]
    staff = Staff.objects.get(pk=customers[0].owner_id)
    attributes: Attributes = {}
    for customer in customers:
        if customer.status == "active":
            attributes[customer.pk] = {
                "owner": staff.username if customer.owner_id else None,
                "created_on": customer.created_at.astimezone(as_of.zone).date(),
                **_own(customer),
                **_tags(dice, customer, tags),
                **_needs(dice, customer, needs, staff),
                **_contacts(dice, customer),
                **_days(dice, customer),
                **_touches(dice, customer),
                **_interests(dice, customer),
            }
    for name, said in _consents(dice, customers, as_of).items():
        for customer_id, value in said.items():
            attributes[customer_id][name] = value
    return attributes


def _tag(text: str) -> Tag:
    namespace, _, name = text.rpartition(":")
    return Tag.objects.create(namespace=namespace, name=name)


def _own(customer: Customer) -> dict[str, Any]:
    read = {"own-decimal": float, "own-bool": lambda value: str(value).lower(), "own-date": _day}
    return {
        f"custom.{customer.kind}.{key}": read.get(key, lambda value: value)(value)
        for key, value in customer.custom.items()
        if value is not None
    }


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _some(dice: random.Random, things: list[Any]) -> list[Any]:
    return [thing for thing in things if dice.random() < 0.35]


def _tags(dice: random.Random, customer: Customer, tags: list[Tag]) -> dict[str, Any]:
    on = _some(dice, tags)
    CustomerTag.objects.bulk_create(
        CustomerTag(customer=customer, tag=tag, at=customer.created_at) for tag in on
    )
    return {"tag": {str(tag) for tag in on}}


def _needs(dice: random.Random, customer: Customer, needs: list[Need], staff: Staff) -> dict[str, Any]:
    said = _some(dice, needs)
    StatedNeed.objects.bulk_create(
        StatedNeed(customer=customer, need=need, by=staff, at=customer.created_at) for need in said
    )
    return {kind: {need.code for need in said if need.kind == kind} for kind in ("need", "scene")}


def _contacts(dice: random.Random, customer: Customer) -> dict[str, Any]:
    used = set()
    for number, type_ in enumerate(_some(dice, ["mobile", "mobile", "email", "address"])):
        state = dice.choice(["used", "used", "ended", "invalid"])
        ContactPoint.objects.create(
            customer=customer,
            type=type_,
            value=b"",
            value_hash=f"{customer.pk}-{number}".encode(),
            is_identity=False,
            valid_to=customer.created_at if state == "ended" else None,
            invalid_at=customer.created_at if state == "invalid" else None,
        )
        used |= {type_} if state == "used" else set()
    return {"contact": used}


def _days(dice: random.Random, customer: Customer) -> dict[str, Any]:
    kept: dict[str, list[Anniversary]] = {}
    for attribute, kind, name in (
        ("day.birthday", "birthday", ""),
        ("day.wedding", "wedding", ""),
        ("day.custom", "custom", "开店"),
        ("day.custom", "custom", "搬家"),
    ):
        day = dice.choice([None, *DAYS])
        if day is not None:
            LifeEvent.objects.create(
                customer=customer,
                kind=kind,
                name=name,
                calendar="lunar" if day.is_lunar else "solar",
                month=day.month,
                day=day.day,
                is_leap_month=day.is_leap_month,
            )
            kept.setdefault(attribute, []).append(day)
    return dict(kept)


def _touches(dice: random.Random, customer: Customer) -> dict[str, Any]:
    told = {}
    for which in _some(dice, ["first", "last"]):
        values = {
            "channel": dice.choice(["social", "search_paid"]),
            "campaign": dice.choice(["", "双11", "新品_1"]),
            "keyword": dice.choice(["", "团购 茶"]),
            "referrer": dice.choice(["", "weibo.com"]),
        }
        Touch.objects.create(customer=customer, which=which, at=customer.created_at, **values)
        told |= {f"touch.{which}.{field}": value or None for field, value in values.items()}
    return told


def _interests(dice: random.Random, customer: Customer) -> dict[str, Any]:
    shares = dice.choice([{}, {"茶": 70, "水果": 30}, {"米面": 100}, {"茶": 50, "米粉": 50}])
    CustomerInterest.objects.bulk_create(
        CustomerInterest(
            customer_id=customer.pk,
            category=category,
            share_percent=share,
            lines=1,
            acts=0,
            is_main=share >= 60,
        )
        for category, share in shares.items()
    )
    return {
        "interest": set(shares),
        "interest.main": next((name for name, share in shares.items() if share >= 60), None),
    }


def _consents(dice: random.Random, customers: list[Customer], as_of: AsOf) -> dict[str, dict[int, Any]]:
    """What holds of each, worked out by the archive's own rule."""
    found: dict[str, dict[int, Any]] = {}
    for channel, purpose in (("sms", "marketing"), ("email", "care")):
        sides: dict[int, list[Said]] = {}
        for customer in customers:
            latest = _said(dice, customer, channel, purpose, as_of)
            if latest is not None and customer.status != "anonymised":
                sides.setdefault(customer.merged_into_id or customer.pk, []).append(latest)
        states = {}
        for customer_id, said in sides.items():
            holding = strictest(said)
            state = state_of(holding.status, holding.expires_at, at=as_of.at)
            states[customer_id] = None if state == "expired" else state
        found[f"consent.{channel}.{purpose}"] = states
    return found


def _said(dice: random.Random, customer: Customer, channel: str, purpose: str, as_of: AsOf) -> Any:
    rows = []
    for _ in range(dice.choice([0, 1, 1, 2, 3])):
        at = as_of.at - timedelta(days=dice.randint(1, 90), seconds=dice.randint(0, 80_000))
        ends = dice.choice(
            [None, None, as_of.at, as_of.at + timedelta(microseconds=1), as_of.at - timedelta(1)]
        )
        row = ConsentRecord.objects.create(
            customer=customer,
            channel=channel,
            purpose=purpose,
            status=dice.choice(["granted", "granted", "denied", "withdrawn"]),
            source="form",
            evidence="x",
            occurred_at=at,
            expires_at=ends,
            recorded_at=at + timedelta(days=dice.randint(0, 30)),
        )
        row.merged_at = customer.merged_at  # type: ignore[attr-defined]
        rows.append(row)
    return max(rows, key=lambda row: (row.occurred_at, row.pk), default=None)


def merged_at(dice: random.Random, as_of: AsOf) -> datetime:
    return (as_of.at - timedelta(days=dice.randint(1, 60))).astimezone(UTC)
