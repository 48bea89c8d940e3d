"""Two people who write about one customer at once do not overwrite each other."""

from datetime import UTC, datetime

import pytest

from tuanke.customers.models import Customer
from tuanke.customers.services.customers import StaleVersionError, assign_owner, write_note
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.audit.selectors.trail import list_entries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


@pytest.fixture
def customer() -> Customer:
    made = Customer.objects.create(display_name="张三", created_at=AT)
    made.refresh_from_db()
    return made


def test_a_note_is_kept_and_on_record(customer: Customer) -> None:
    staff = make_staff()

    write_note(customer=customer, note=" 喜欢苹果 ", version=customer.version, by=staff.pk, at=AT)

    customer.refresh_from_db()
    assert (customer.note, customer.version) == ("喜欢苹果", 2)
    assert list_entries()[0].changes == {"before": "", "after": "喜欢苹果"}


def test_who_saw_an_older_version_is_told_and_nothing_is_overwritten(customer: Customer) -> None:
    staff = make_staff()
    write_note(customer=customer, note="喜欢苹果", version=1, by=staff.pk, at=AT)

    with pytest.raises(StaleVersionError):
        write_note(customer=customer, note="喜欢梨", version=1, by=staff.pk, at=AT)

    customer.refresh_from_db()
    assert customer.note == "喜欢苹果"


def test_a_new_owner_is_a_new_version_too(customer: Customer) -> None:
    staff = make_staff()

    assign_owner(customer=customer, owner_id=staff.pk, by=staff.pk, at=AT)

    customer.refresh_from_db()
    assert (customer.owner_id, customer.version) == (staff.pk, 2)
