"""Customers who are one: everything known comes together, and taking it back brings every row back."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from tuanke.customers.models import Customer
from tuanke.customers.services.merging.merging import MergeError, merge
from tuanke.customers.services.merging.undoing import undo
from tuanke.customers.tests.archives import (
    ARCHIVES,
    AT,
    Archive,
    everything_known,
    left_with,
    primary_contacts,
)
from tuanke.customers.tests.factories import made
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db
SLOW = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def staff() -> int:
    return make_staff().pk


def join(customers: list[Customer], by: int, **choices: int) -> Any:
    survivor, *losers = customers
    return merge(survivor=survivor, losers=losers, choices=choices, reason="same", by=by, at=AT)


class _afterwards_as_before(transaction.Atomic):  # noqa: N801
    """Every example begins with an empty archive."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, *details: object) -> None:
        transaction.set_rollback(True)
        super().__exit__(*details)


@SLOW
@given(known=ARCHIVES)
def test_merged_and_taken_back_every_row_is_as_it_was(known: list[Any], staff: int) -> None:
    with _afterwards_as_before():
        archive = Archive(staff)
        customers = [archive.build(things) for things in known]
        before = everything_known()

        operation = join(customers, staff)

        assert left_with(customers[1:]) == {}
        assert set(primary_contacts(customers[0]).values()) <= {1}
        assert undo(operation=operation, by=staff, at=AT) == []
        assert everything_known() == before


@SLOW
@given(known=ARCHIVES)
def test_merges_on_merges_are_taken_back_the_newest_first(known: list[Any], staff: int) -> None:
    with _afterwards_as_before():
        archive = Archive(staff)
        customers = [archive.build(things) for things in known]
        last = archive.build([])
        states, operations = [], []
        for pair in [[customers[0], customers[1]], [last, customers[0]]]:
            states.append(everything_known())
            operations.append(join(pair, staff))

        assert Customer.objects.get(pk=customers[1].pk).merged_into_id == last.pk, "the chain is flat"
        with pytest.raises(MergeError, match="merge_not_latest"):
            undo(operation=operations[0], by=staff, at=AT)
        for operation, state in zip(reversed(operations), reversed(states), strict=True):
            undo(operation=operation, by=staff, at=AT)
            assert everything_known() == state


@pytest.mark.parametrize(
    ("kinds", "code"), [(["person", "org"], "kind_mismatch"), (["person"], "one_customer")]
)
def test_what_cannot_be_one_is_refused(kinds: list[str], code: str, staff: int) -> None:
    with pytest.raises(MergeError, match=code):
        join([made(kind, kind=kind) for kind in kinds], staff)


def test_an_organisation_and_one_above_it_are_two(staff: int) -> None:
    top, middle, low = (made(name, kind="org") for name in "上中下")
    Customer.objects.filter(pk=middle.pk).update(parent=top)
    Customer.objects.filter(pk=low.pk).update(parent=middle)

    with pytest.raises(MergeError, match="hierarchy_conflict"):
        join([low, top], staff)
    join([top, made("又一家", kind="org")], staff)


def test_who_is_merged_already_is_not_merged_again(staff: int) -> None:
    first, second, third = (made(name) for name in "甲乙丙")
    operation = join([first, second], staff)

    with pytest.raises(MergeError, match="not_active"):
        join([third, second], staff)
    undo(operation=operation, by=staff, at=AT)
    with pytest.raises(MergeError, match="not_done"):
        undo(operation=operation, by=staff, at=AT)
