"""Archives of a few customers about whom anything may be known, and everything that is known as comparable rows."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from hypothesis import strategies as st

from tuanke.customers.domain.consent import Statement
from tuanke.customers.domain.identifiers import Identifier
from tuanke.customers.models import (
    ContactPoint,
    Customer,
    CustomerGroup,
    CustomField,
    ExternalIdentity,
    OpeningBalance,
)
from tuanke.customers.services import (
    affiliations,
    consents,
    contacts,
    groups,
    invoice_titles,
    life_events,
    records,
    search,
    tags,
    touches,
)
from tuanke.customers.services.taken import TakenError
from tuanke.customers.tests.factories import made
from tuanke.kit.lunar import Anniversary

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
KEPT_APART = {"customers_mergeoperation", "customers_mergemove"}
FEW = st.integers(0, 2)

KNOWN = st.one_of(
    st.tuples(st.just("contact"), st.sampled_from(["mobile", "email", "wechat"]), FEW, st.booleans()),
    st.tuples(st.just("shared"), FEW, FEW),
    st.tuples(st.just("tag"), FEW, st.sampled_from(["manual", "rule"])),
    st.tuples(st.just("consent"), FEW, st.sampled_from(["granted", "denied", "withdrawn"])),
    st.tuples(st.just("day"), FEW, st.sampled_from(["birthday", "wedding"])),
    st.tuples(st.just("title"), FEW),
    st.tuples(st.just("group"), FEW, st.booleans()),
    st.tuples(st.just("touch"), FEW),
    st.tuples(st.just("balance"), FEW),
    st.tuples(st.just("identity"), FEW),
    st.tuples(st.just("custom"), st.sampled_from(["size", "card"]), FEW),
    st.tuples(st.just("name"), FEW),
    st.tuples(st.just("place"), st.sampled_from(["province", "city"]), FEW),
    st.tuples(st.just("employer"), FEW, st.sampled_from(["decider", "buyer", "user"]), st.booleans()),
)
ARCHIVES = st.lists(st.lists(KNOWN, max_size=7), min_size=2, max_size=4)


class Archive:
    """`build` makes a customer of what is known; `learn` adds one more thing."""

    def __init__(self, by: int) -> None:
        self.by = by
        self.count = 0
        self.orgs = [made(f"公司{n}", kind="org") for n in range(3)]
        self.groups = [groups.add_group(kind="custom", name=str(n), by=by, at=AT) for n in range(3)]
        for position, (key, unique) in enumerate([("size", False), ("card", True)]):
            CustomField.objects.create(
                kind="person", key=key, label=key, type="text", unique=unique, position=position
            )

    def build(self, known: list[Any]) -> Customer:
        customer = made(f"客户{len(known)}")
        for name, *values in known:
            self.learn(customer, name, values)
        search.refresh(customer.pk)
        customer.refresh_from_db()
        return customer

    def learn(self, customer: Customer, name: str, values: list[Any]) -> None:
        self.count += 1
        self.at = AT + timedelta(minutes=self.count)
        customer.refresh_from_db()
        getattr(self, f"_{name}")(customer, *values)

    def _contact(self, customer: Customer, kind: str, n: int, verified: int) -> None:
        try:
            point = contacts.add_contact(
                customer=customer,
                identifier=Identifier(kind, f"{kind}{n}", str(n), identifies=True),  # type: ignore[arg-type]
                label=str(self.count),
                by=self.by,
                at=self.at,
            )
        except TakenError:
            return
        if verified:
            contacts.set_verified(contact_point=point, by=self.by, at=self.at)

    def _shared(self, customer: Customer, n: int, kind: int) -> None:
        contacts.add_contact(
            customer=customer,
            identifier=Identifier("landline", f"010-{n}", "1234"),
            label=str(kind),
            by=self.by,
            at=self.at,
        )

    def _tag(self, customer: Customer, n: int, source: str) -> None:
        tags.add_tag(customer=customer, text=f"t{n}", source=source, by=self.by, at=self.at)

    def _consent(self, customer: Customer, n: int, status: str) -> None:
        said = Statement(status, self.at, f"evidence {self.count}", "form")
        purpose = ["marketing", "care", "survey"][n]
        consents.record_consent(
            customer=customer, channel="sms", purpose=purpose, said=said, by=self.by, at=self.at
        )

    def _day(self, customer: Customer, n: int, kind: str) -> None:
        day = Anniversary(5, n + 1)
        life_events.set_life_event(
            customer=customer, kind=kind, name="", day=day, year=None, by=self.by, at=self.at
        )

    def _title(self, customer: Customer, n: int) -> None:
        if not customer.invoice_titles.filter(title=str(n)).exists():
            values = {"title": str(n), "bank": str(self.count % 2 or "")}
            invoice_titles.add_invoice_title(customer=customer, values=values, by=self.by, at=self.at)

    def _group(self, customer: Customer, n: int, leads: int) -> None:
        groups.join(
            group=self.groups[n], customer=customer, role="", leads=bool(leads), by=self.by, at=self.at
        )

    def _touch(self, customer: Customer, n: int) -> None:
        touches.record_touch(
            customer=customer,
            values={"channel": f"channel {n}"},
            occurred_at=self.at - timedelta(days=n * 100),
            by=self.by,
            at=self.at,
        )

    def _balance(self, customer: Customer, n: int) -> None:
        OpeningBalance.objects.get_or_create(
            customer=customer,
            source=f"shop {n}",
            kind="points",
            defaults={"amount": self.count, "stated_at": self.at},
        )

    def _identity(self, customer: Customer, n: int) -> None:
        ExternalIdentity.objects.create(customer=customer, source=f"s{n}", external_id=str(self.count))

    def _custom(self, customer: Customer, key: str, n: int) -> None:
        try:
            self._change(customer, {}, {key: f"{key} {n}"})
        except TakenError:
            return

    def _name(self, customer: Customer, n: int) -> None:
        self._change(customer, {"display_name": f"王{n}", "nickname": f"小{n}"}, {})

    def _place(self, customer: Customer, column: str, n: int) -> None:
        self._change(customer, {column: f"{column} {n}"}, {})

    def _employer(self, customer: Customer, n: int, role: str, primary: int) -> None:
        affiliations.affiliate(
            organization=self.orgs[n],
            person=customer,
            values={"roles": [role], "is_primary": bool(primary)},
            by=self.by,
            at=self.at,
        )

    def _change(self, customer: Customer, values: dict[str, Any], custom: dict[str, Any]) -> None:
        records.change_customer(
            customer=customer,
            values=values,
            custom=custom,
            version=customer.version,
            by=self.by,
            at=self.at,
        )


def everything_known() -> dict[str, list[str]]:
    """Table → rows as JSON, but for versions and what is only kept of merges."""
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith("customers_") and name not in KEPT_APART
        ]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT (to_jsonb(t) - 'version')::text FROM \"{table}\" t ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def left_with(losers: list[Customer]) -> dict[str, int]:
    """Table → rows that still belong to customers who were merged, other than what stays on purpose."""
    stays = {"customers_customer", "customers_consentrecord", "customers_notduplicate"}
    ids = {customer.pk for customer in losers}
    columns = ("customer_id", "person_id", "organization_id", "leader_id", "first_id", "second_id")
    return {
        table: count
        for table, rows in everything_known().items()
        if table not in stays
        and (count := sum(any(json.loads(row).get(name) in ids for name in columns) for row in rows))
    }


def primary_contacts(customer: Customer) -> dict[str, int]:
    rows = ContactPoint.objects.filter(customer=customer, is_primary=True)
    return {kind: rows.filter(type=kind).count() for kind in rows.values_list("type", flat=True)}


def leaders() -> list[int | None]:
    return list(CustomerGroup.objects.order_by("pk").values_list("leader_id", flat=True))
