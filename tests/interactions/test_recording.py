"""What sources tell is kept once, under whoever it was, and never changed."""

import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tuanke.customers.domain.origins import Origin
from tuanke.customers.domain.references import Reference
from tuanke.customers.models import Customer, ExternalIdentity, Touch
from tuanke.customers.tests.factories import make_customer
from tuanke.engagement.domain.interactions import Outcome
from tuanke.engagement.models import Interaction, Visitor
from tuanke.engagement.services import visitors
from tuanke.engagement.tests.factories import AT, SOURCE, observed, tell, visitor
from tuanke.facts.models import DirtyCustomer
from tuanke.facts.tests.factories import forget_marks

pytestmark = pytest.mark.django_db
ACCEPTED, DUPLICATE, UNKNOWN = Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.UNKNOWN_CUSTOMER


def known_as(name: str) -> int:
    customer = make_customer()
    ExternalIdentity.objects.create(customer_id=customer, source=SOURCE, external_id=name)
    return customer


def dirty() -> set[int]:
    return set(DirtyCustomer.objects.values_list("customer_id", flat=True))


def test_told_twice_it_happened_once() -> None:
    customer = known_as("a")
    forget_marks()

    assert tell(observed("1", visitor("a"))) == [ACCEPTED]
    assert dirty() == {customer}
    forget_marks()

    assert tell(observed("1", visitor("a"), type="cart")) == [DUPLICATE]
    assert (Interaction.objects.get().type, dirty()) == ("browse", set())


def test_twice_in_one_call_the_first_counts() -> None:
    known_as("a")

    assert tell(observed("1", visitor("a"), type="like"), observed("1", visitor("a"))) == [
        ACCEPTED,
        DUPLICATE,
    ]
    assert Interaction.objects.get().type == "like"


def test_two_sources_may_call_different_things_by_the_same_name() -> None:
    tell(observed("1", visitor("a")))

    assert tell(observed("1", visitor("a")), source="shop") == [ACCEPTED]


def test_a_late_one_is_kept_for_the_day_it_happened() -> None:
    known_as("a")

    tell(observed("1", visitor("a"), days_ago=400))

    assert (AT - Interaction.objects.get().occurred_at).days == 400


def test_a_uid_that_is_not_ours_is_refused_and_the_rest_is_kept() -> None:
    customer = Customer.objects.get(pk=make_customer())
    stranger, ours = (Reference("uid", "", str(uid)) for uid in (uuid.UUID(int=7), customer.uid))

    assert tell(observed("1", stranger), observed("2", ours)) == [UNKNOWN, ACCEPTED]
    assert Interaction.objects.get().customer == customer


def test_a_visitor_becomes_the_customer_when_the_identity_appears() -> None:
    assert tell(observed("1", visitor("new"))) == [ACCEPTED]
    assert dirty() == set()

    customer = known_as("new")
    forget_marks()
    visitors.attach(only=None, at=AT)

    assert Visitor.objects.get().customer_id == customer
    assert dirty() == {customer}
    forget_marks()
    visitors.attach(only=None, at=AT)
    assert dirty() == set(), "once"


def test_attaching_one_leaves_the_others() -> None:
    tell(observed("1", visitor("a")), observed("2", visitor("b")))
    one, _other = known_as("a"), known_as("b")

    visitors.attach(only=one, at=AT)

    assert list(Visitor.objects.order_by("key").values_list("customer_id", flat=True)) == [one, None]


def test_the_next_event_attaches_a_visitor_whom_the_handler_missed() -> None:
    tell(observed("1", visitor("a")))
    customer = known_as("a")

    tell(observed("2", visitor("a")))

    assert Visitor.objects.get().customer_id == customer


def test_an_interaction_never_changes() -> None:
    tell(observed("1", visitor("a")))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Interaction.objects.update(type="like")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Interaction.objects.all().delete()


def came(channel: str) -> Origin:
    return Origin(channel, f"utm:{channel}/")


def test_the_first_touch_stays_and_the_last_moves_forward_only() -> None:
    customer = known_as("a")
    Customer.objects.filter(pk=customer).update(created_at=AT, channel="")
    rows = [
        observed("1", visitor("a"), days_ago=5, origin=came("social"), campaign="618", keyword="苹果"),
        observed("2", visitor("a"), days_ago=3, origin=came("search_paid")),
    ]
    tell(*rows)
    tell(observed("3", visitor("a"), days_ago=9, origin=came("partner")))  # late: neither first nor last
    tell(observed("4", visitor("a"), days_ago=1))  # no sign of where from

    kept = {row.which: row for row in Touch.objects.filter(customer=customer)}
    assert (kept["first"].channel, kept["first"].campaign, kept["first"].keyword) == ("social", "618", "苹果")
    assert kept["last"].channel == "search_paid"
    assert Customer.objects.get(pk=customer).channel == "social"


def test_a_visitor_brings_where_they_came_from() -> None:
    """The import that made the customer knows only where it was bought."""
    tell(
        *(
            observed(channel, visitor("a"), days_ago=days, origin=came(channel))
            for channel, days in (("search_organic", 8), ("referral", 5), ("social", 2))
        )
    )
    customer = known_as("a")
    Customer.objects.filter(pk=customer).update(created_at=AT, channel="网店")

    visitors.attach(only=customer, at=AT)

    kept = dict(Touch.objects.values_list("which", "channel"))
    assert kept == {"first": "search_organic", "last": "social"}
    assert Customer.objects.get(pk=customer).channel == "search_organic"


def test_where_a_customer_is_known_to_come_from_stays() -> None:
    customer = known_as("a")
    Customer.objects.filter(pk=customer).update(channel="网店", created_at=AT.replace(year=2025))

    tell(observed("1", visitor("a"), origin=came("social")))

    assert dict(Touch.objects.values_list("which", "channel")) == {"last": "social"}
    assert Customer.objects.get(pk=customer).channel == "网店"


def test_a_thousand_take_as_many_statements_as_two() -> None:
    for name in "abcdefghij":
        known_as(name)

    def statements(count: int, mark: str) -> int:
        rows = [
            observed(f"{mark}{n}", visitor("abcdefghijKLMNO"[n % 15]), days_ago=n / 9, origin=came("social"))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            assert set(tell(*rows)) == {ACCEPTED}
        return len(queries)

    statements(30, "w")  # touches and visitors are there
    few, many = statements(15, "x"), statements(1_000, "y")

    assert few == many
    assert many < 20


@pytest.mark.django_db(transaction=True)
def test_the_same_from_two_sides_at_once_is_kept_once() -> None:
    known_as("a")
    names = [f"{n:03}" for n in range(200)]
    together, outcomes = threading.Barrier(2), []

    def send(order: list[str]) -> None:
        together.wait()
        try:
            outcomes.extend(tell(*(observed(name, visitor("a")) for name in order)))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(order,)) for order in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [ACCEPTED] * 200 + [DUPLICATE] * 200
