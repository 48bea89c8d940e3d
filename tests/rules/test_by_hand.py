"""Lists, customers put in and kept out, snapshots, the reasons for one customer, and what a rule would do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.rules.shop import add_customer, add_order, add_segment, days, ordered, store_everything
from tests.segments import names_in
from tuanke.customers.models import Customer
from tuanke.customers.selectors.customers import list_customers
from tuanke.kit.rules import parse
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.models import Staff
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.models import SegmentMembership
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.selectors.why import explain, find_pin
from tuanke.segments.services import building, lists
from tuanke.segments.services.preview import count, preview

NOON = datetime(2026, 6, 30, 4, tzinfo=UTC)
MONTH = {"last": 30, "unit": "day"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> dict[str, Any]:
    """One bought today, one forty days ago, one never."""
    made = {name: add_customer(name, NOON - days(99)) for name in ("new", "old", "none")}
    add_order(made["new"], NOON - days(0))
    add_order(made["old"], NOON - days(40))
    store_everything()
    return made


def by() -> int:
    return (Staff.objects.first() or make_staff()).pk


def test_a_list_has_whom_it_was_given_and_says_why(people: dict[str, Any]) -> None:
    ids = [people["new"].pk, people["none"].pk, 10**12]
    made = lists.add_list(name="老客名单", customer_ids=ids, reason="展会", by=by(), at=NOON)
    assert names_in(made) == {"new", "none"}

    lists.take_out(segment=made, customer_ids=[people["new"].pk], reason="搞错了", by=by(), at=NOON)
    assert names_in(made) == {"none"}
    left = SegmentMembership.objects.get(segment=made, exited_at__isnull=False)
    assert left.left_in is not None
    assert (left.left_in.cause, left.left_in.reason) == ("import", "搞错了")
    with pytest.raises(lists.ReasonMissingError):
        lists.put_in(segment=made, customer_ids=ids, reason=" ", by=by(), at=NOON)


def test_a_list_that_a_rule_reads_carries_its_segment_along(people: dict[str, Any]) -> None:
    made = lists.add_list(name="名单", customer_ids=[people["new"].pk], reason="展会", by=by(), at=NOON)
    segment = add_segment("名单里的", {"in_list": str(made.uid)}, NOON)
    building.build_everything(at=NOON)
    lists.put_in(segment=made, customer_ids=[people["old"].pk], reason="补充", by=by(), at=NOON)

    assert names_in(segment) == {"new", "old"}


def test_by_hand_wins_over_the_rule_also_when_it_is_worked_out_anew(people: dict[str, Any]) -> None:
    segment = add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)
    for name, is_in in (("none", True), ("new", False)):
        lists.pin(segment=segment, customer_id=people[name].pk, is_in=is_in, reason="朋友", by=by(), at=NOON)
    assert names_in(segment) == {"none"}
    building.build_everything(at=NOON)
    assert names_in(segment) == {"none"}

    lists.unpin(segment=segment, customer_id=people["new"].pk, by=by(), at=NOON)
    assert names_in(segment) == {"none", "new"}
    found = find_pin(segment, people["none"].pk)
    assert found is not None
    assert found.reason == "朋友"


def test_a_snapshot_stays_as_it_was(people: dict[str, Any]) -> None:
    made = lists.add_list(name="名单", customer_ids=[people["new"].pk], reason="展会", by=by(), at=NOON)
    kept = lists.take_snapshot(segment=made, by=by(), at=NOON)
    lists.put_in(segment=made, customer_ids=[people["old"].pk], reason="补充", by=by(), at=NOON)

    kept.refresh_from_db()
    assert kept.customer_ids == [people["new"].pk]


def test_every_condition_says_whether_it_holds_and_by_what(people: dict[str, Any]) -> None:
    rule = {"all": [{"attr": "kind", "op": "eq", "value": "person"}, {"not": ordered(1, MONTH)}]}
    node = parse(rule, grammar())
    new, old = (explain(node, people[name].pk, at=NOON) for name in ("new", "old"))

    assert new is not None
    assert old is not None
    assert (new.holds, old.holds) == (False, True)
    assert [(part.kind, part.holds, part.value) for part in new.parts] == [
        ("leaf", True, "person"),
        ("not", False, None),
    ]
    assert new.parts[1].parts[0].value == [NOON]
    assert old.parts[1].parts[0].value is None
    assert explain(node, 10**12, at=NOON) is None


def test_before_saving_it_is_shown_who_enters_and_who_leaves(people: dict[str, Any]) -> None:
    segment = add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)
    lists.pin(segment=segment, customer_id=people["none"].pk, is_in=True, reason="朋友", by=by(), at=NOON)
    node = parse(ordered(1, {"before_last": 30, "unit": "day"}), grammar())
    found = preview(node, instead_of=segment, at=NOON)

    assert (found.enters, found.leaves, found.stays) == (1, 1, 1)
    assert (found.first_to_enter, found.first_to_leave) == ([people["old"].pk], [people["new"].pk])
    assert names_in(segment) == {"new", "none"}
    assert preview(node, instead_of=None, at=NOON).enters == 1


def test_a_viewer_counts_their_own_customers_and_the_owner_everybody(people: dict[str, Any]) -> None:
    seller, owner = make_staff("seller"), make_staff("owner", role=Role.OWNER)
    Customer.objects.filter(pk=people["old"].pk).update(owner=seller)
    node = parse({"not": ordered(1, MONTH)}, grammar())
    counts = {}
    for name, staff in (("seller", seller), ("owner", owner)):
        viewer = staff.viewer
        counts[name] = count(node, list_customers(viewer), viewer, at=NOON)

    assert counts == {"seller": 1, "owner": 2}
