"""Whoever changes what a rule may ask of a customer says so: the jobs then look at that customer again."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rules.shop import add_customer
from tuanke.customers.domain.consent import Statement
from tuanke.customers.domain.identifiers import read_contact
from tuanke.customers.models import Customer, CustomerTag
from tuanke.customers.services import (
    bulk,
    bulk_undo,
    consents,
    contacts,
    custom_fields,
    customers,
    life_events,
    needs,
    records,
    tags,
    touches,
)
from tuanke.customers.services.importing.owning import share_out
from tuanke.facts.models import DirtyCustomer
from tuanke.facts.services import dirty
from tuanke.kit.lunar import Anniversary
from tuanke.platform.accounts.tests.factories import make_staff

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
Change = Callable[[Customer, int], object]

pytestmark = pytest.mark.django_db


def tag(customer: Customer, by: int) -> CustomerTag:
    return tags.add_tag(customer=customer, text="VIP", by=by, at=AT)


def untag(customer: Customer, by: int) -> None:
    tags.remove_tag(tagged=tag(customer, by), by=by, at=AT)


def consent(customer: Customer, by: int) -> None:
    said = Statement("granted", AT, "登记表", "form")
    consents.record_consent(customer=customer, channel="sms", purpose="care", said=said, by=by, at=AT)


def need(customer: Customer, by: int) -> Any:
    return needs.state_need(customer=customer, code="business", note="", by=by, at=AT)


def need_no_more(customer: Customer, by: int) -> None:
    needs.withdraw_need(stated=need(customer, by), by=by, at=AT)


def birthday(customer: Customer, by: int) -> Any:
    kept = Anniversary(8, 15, is_lunar=True)
    return life_events.set_life_event(
        customer=customer, kind="birthday", name="", day=kept, year=None, by=by, at=AT
    )


def no_birthday(customer: Customer, by: int) -> None:
    life_events.remove_life_event(life_event=birthday(customer, by), by=by, at=AT)


def owner(customer: Customer, by: int) -> None:
    customers.assign_owner(customer=customer, owner_id=by, by=by, at=AT)


def contact(customer: Customer, by: int) -> Any:
    number = read_contact("mobile", "13800138001")
    return contacts.add_contact(customer=customer, identifier=number, label="", by=by, at=AT)


def wrong_contact(customer: Customer, by: int) -> None:
    contacts.set_invalid(contact_point=contact(customer, by), invalid=True, by=by, at=AT)


def no_contact(customer: Customer, by: int) -> None:
    contacts.end_contact(contact_point=contact(customer, by), by=by, at=AT)


def touch(customer: Customer, by: int) -> None:
    touches.record_touch(customer=customer, values={"channel": "social"}, occurred_at=AT, by=by, at=AT)


def own_value(customer: Customer, by: int) -> None:
    custom = {"size": "XL"}
    records.change_customer(
        customer=customer, values={}, custom=custom, version=customer.version, by=by, at=AT
    )


def field_for_a_value_that_is_there(customer: Customer, by: int) -> None:
    Customer.objects.filter(pk=customer.pk).update(custom={"size": "XL"})
    custom_fields.define_field(
        kind="person", key="size", field_type="text", unique=False, values={"label": "尺码"}, by=by, at=AT
    )


def tag_many(customer: Customer, by: int) -> Any:
    return bulk.add_tag_each(customers=one(customer), text="VIP", told={}, by=by, at=AT)


def undo_many(customer: Customer, by: int) -> None:
    change = tag_many(customer, by)
    DirtyCustomer.objects.all().delete()
    bulk_undo.undo(change=change, by=by, at=AT)


def own_many(customer: Customer, by: int) -> None:
    bulk.assign_owner_each(customers=one(customer), owner_id=by, told={}, by=by, at=AT)


def own_imported(customer: Customer, by: int) -> None:
    with connection.cursor() as cursor:  # of which import does not matter here
        cursor.execute("UPDATE customers_customer SET batch_id = 1 WHERE id = %s", [customer.pk])
    share_out(kind="person", owner_id=by)


def one(customer: Customer) -> Any:
    return Customer.objects.filter(pk=customer.pk)


@pytest.mark.parametrize(
    "change",
    [
        tag,
        untag,
        consent,
        need,
        need_no_more,
        birthday,
        no_birthday,
        owner,
        contact,
        wrong_contact,
        no_contact,
        touch,
        own_value,
        field_for_a_value_that_is_there,
        tag_many,
        undo_many,
        own_many,
        own_imported,
    ],
)
def test_a_change_marks_its_customer_and_nobody_else(change: Change) -> None:
    by = make_staff().pk
    customer, _other = (add_customer(name, AT) for name in ("张三", "李四"))
    DirtyCustomer.objects.all().delete()
    change(Customer.objects.get(pk=customer.pk), by)

    assert list(DirtyCustomer.objects.values_list("customer_id", flat=True)) == [customer.pk]


def test_many_are_marked_in_as_many_statements_as_one() -> None:
    by = make_staff().pk
    Customer.objects.bulk_create(
        Customer(kind="person", display_name=f"c{n}", created_at=AT) for n in range(1_000)
    )
    dirty.request_refresh()  # one that waits is enough: it is asked for no second time
    with CaptureQueriesContext(connection) as few:
        bulk.add_tag_each(
            customers=Customer.objects.filter(display_name="c1"), text="一", told={}, by=by, at=AT
        )
    with CaptureQueriesContext(connection) as many:
        bulk.add_tag_each(customers=Customer.objects.all(), text="千", told={}, by=by, at=AT)

    assert DirtyCustomer.objects.count() == 1_000
    assert len(many) == len(few)
