"""How a customer is reached: many ways, one primary per type, and no number that two customers own."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from tuanke.customers.domain.identifiers import IdentifierError, read_contact
from tuanke.customers.models import ContactPoint, Customer
from tuanke.customers.selectors.customers import list_contact_points, list_customers, search
from tuanke.customers.services import contacts
from tuanke.customers.services.taken import TakenError
from tuanke.customers.tests.factories import made
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.audit.selectors.trail import list_entries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
OWNER = Viewer(staff_id=1, team_id=None, role=Role.OWNER)


def add(customer: Customer, kind: str, text: str, by: int) -> ContactPoint:
    return contacts.add_contact(
        customer=customer, identifier=read_contact(kind, text), label="", by=by, at=AT
    )


@pytest.fixture
def staff() -> int:
    return make_staff().pk


@pytest.mark.req("A1-01")
def test_a_customer_has_as_many_contacts_as_they_have_and_one_default_per_type(staff: int) -> None:
    customer = made()
    for kind, text in [
        ("mobile", "13800138001"),
        ("mobile", "+86 138-0013-8002"),
        ("email", "A@example.com"),
        ("email", "b@example.com"),
        ("wechat", "wx_zhangsan"),
        ("wechat", "wx_zhangsan2"),
        ("address", "南京市中山路 1 号"),
        ("address", "南京市中山路 2 号"),
    ]:
        add(customer, kind, text, staff)

    rows = list(list_contact_points(customer))
    assert len(rows) == 8
    assert [row.type for row in rows if row.is_primary] == ["address", "email", "mobile", "wechat"]
    assert next(row for row in rows if row.type == "mobile").tail == "8001"


@pytest.mark.req("A1-01")
def test_a_number_that_is_another_customers_is_refused_and_says_whose_it_is(staff: int) -> None:
    holder, other = made("张三"), made("李四")
    add(holder, "mobile", "13800138001", staff)

    with pytest.raises(TakenError) as refused:
        add(other, "mobile", "138 0013 8001", staff)

    assert refused.value.holder == holder
    assert not list_contact_points(other).exists()


def test_the_answer_names_the_survivor_of_a_merged_customer(staff: int) -> None:
    holder, survivor = made("张三"), made("张三丰")
    add(holder, "mobile", "13800138001", staff)
    Customer.objects.filter(pk=holder.pk).update(status="merged", merged_into=survivor)

    with pytest.raises(TakenError) as refused:
        add(made("李四"), "mobile", "13800138001", staff)

    assert refused.value.holder == survivor


@pytest.mark.req("A1-01")
@pytest.mark.parametrize("text", ["12800138000", "1380013800", "138001380001", "010-62551234", "abc"])
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError, match="mobile"):
        read_contact("mobile", text)


def test_a_masked_number_is_refused_by_its_own_name() -> None:
    with pytest.raises(IdentifierError, match="masked"):
        read_contact("mobile", "138****8000")


def test_a_number_taken_off_stays_as_history_and_is_free_for_somebody_else(staff: int) -> None:
    before, after = made("张三"), made("李四")
    point = add(before, "mobile", "13800138001", staff)

    contacts.end_contact(contact_point=point, by=staff, at=AT)
    add(after, "mobile", "13800138001", staff)

    point.refresh_from_db()
    assert (point.valid_to, point.is_identity, point.is_primary) == (AT, False, False)
    assert list(list_contact_points(before)) == []
    assert [row.tail for row in list_contact_points(after)] == ["8001"]
    assert [c.pk for c in search(list_customers(OWNER), "8001", OWNER)] == [after.pk]


def test_a_number_that_had_ended_begins_again_in_its_row(staff: int) -> None:
    customer = made()
    point = add(customer, "mobile", "13800138001", staff)
    contacts.end_contact(contact_point=point, by=staff, at=AT)

    again = add(customer, "mobile", "13800138001", staff)

    assert (again.pk, again.valid_to, again.is_identity) == (point.pk, None, True)


def test_another_one_becomes_the_primary_one(staff: int) -> None:
    customer = made()
    first, second = (add(customer, "mobile", f"1380013800{n}", staff) for n in (1, 2))

    contacts.make_primary(contact_point=second, by=staff, at=AT)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (False, True)


def test_the_database_keeps_one_primary_per_type(staff: int) -> None:
    customer = made()
    for n in (1, 2):
        add(customer, "mobile", f"1380013800{n}", staff)

    with pytest.raises(IntegrityError, match="contact_point_primary_once"), transaction.atomic():
        ContactPoint.objects.filter(customer=customer).update(is_primary=True)


def test_a_number_several_have_and_nobody_owns_is_shared_for_the_next_one_too(staff: int) -> None:
    point = add(made("前台甲"), "mobile", "13800138001", staff)
    ContactPoint.objects.filter(pk=point.pk).update(is_identity=False, doubt="shared")

    mine = add(made("前台乙"), "mobile", "13800138001", staff)

    assert (mine.is_identity, mine.doubt) == (False, "shared")


def test_the_value_is_not_in_the_clear_and_not_in_the_audit(staff: int) -> None:
    point = add(made(), "email", "zhang@example.com", staff)

    assert b"zhang" not in bytes(ContactPoint.objects.get(pk=point.pk).value)
    assert "zhang" not in str(list_entries()[0].changes)
    assert contacts.reveal(contact_point=point, by=staff, at=AT) == "zhang@example.com"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_one_number_at_once_one_is_told_who_has_it() -> None:
    staff = make_staff().pk
    customers = [made("张三"), made("李四")]
    both_ready, answers = threading.Barrier(2), []

    def save(customer: Customer) -> None:
        both_ready.wait()
        try:
            add(customer, "mobile", "13800138001", staff)
            answers.append(None)
        except TakenError as taken:
            answers.append(taken.holder)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[customer]) for customer in customers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = ContactPoint.objects.get(is_identity=True).customer
    assert sorted(answers, key=str) == sorted([None, winner], key=str)
