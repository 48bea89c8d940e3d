"""What happens between a merge and its undo: refusals, changes by hand, and others who merge at the same moment."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tuanke.customers.domain.consent import Statement
from tuanke.customers.models import (
    ConsentRecord,
    ContactPoint,
    Customer,
    CustomerTag,
    CustomFieldHolder,
    MergeMove,
)
from tuanke.customers.selectors.consents import consent_state, latest_consents, list_consents
from tuanke.customers.services import tags
from tuanke.customers.services.consents import ConsentRegression, record_consent
from tuanke.customers.services.merging import merging
from tuanke.customers.services.merging.merging import MergeError, merge
from tuanke.customers.services.merging.staying import count_later
from tuanke.customers.services.merging.undoing import forget, undo
from tuanke.customers.tests.archives import AT, Archive
from tuanke.customers.tests.factories import made
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.audit.selectors.trail import list_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> int:
    return make_staff().pk


def join(customers: list[Customer], by: int, **choices: int) -> Any:
    survivor, *losers = customers
    now = timezone.now()
    return merge(survivor=survivor, losers=losers, choices=choices, reason="", by=by, at=now)


def said(customer: Customer, status: str, by: int, *, days_ago: int = 0) -> None:
    now = timezone.now()
    statement = Statement(status, now - timedelta(days=days_ago), f"{status} {now}", "form")
    record_consent(customer=customer, channel="sms", purpose="care", said=statement, by=by, at=now)


def state(*customers: Customer) -> list[str]:
    found = consent_state([row.pk for row in customers], "sms", "care", at=timezone.now())
    return [found[row.pk] for row in customers]


@pytest.mark.parametrize(
    ("own", "other", "together"),
    [
        ("granted", "withdrawn", "withdrawn"),
        ("withdrawn", "granted", "withdrawn"),
        ("granted", "denied", "denied"),
        ("granted", None, "granted"),
        (None, "granted", "granted"),
        (None, "denied", "denied"),
        (None, None, "unknown"),
    ],
)
def test_a_refusal_of_either_is_one_of_both(own: str, other: str, together: str, staff: int) -> None:
    survivor, loser = made("甲"), made("乙")
    for customer, status in ((survivor, own), (loser, other)):
        if status:
            said(customer, status, staff, days_ago=3 if status != "granted" else 1)
    operation = join([survivor, loser], staff)

    assert state(survivor) == [together]
    assert [row.status for row in latest_consents(survivor).values()] == [together] * (together != "unknown")
    assert list_consents(survivor).count() == sum(map(bool, (own, other)))
    undo(operation=operation, by=staff, at=timezone.now())
    assert state(survivor, loser) == [own or "unknown", other or "unknown"]


def test_once_they_are_one_their_word_is_one(staff: int) -> None:
    survivor, loser = made("甲"), made("乙")
    said(loser, "withdrawn", staff, days_ago=3)
    join([survivor, loser], staff)

    with pytest.raises(ConsentRegression):
        said(survivor, "granted", staff, days_ago=5)
    said(survivor, "granted", staff)
    assert state(survivor) == ["granted"]


def test_what_was_refused_while_they_were_one_is_refused_for_each(staff: int) -> None:
    survivor, loser = made("甲"), made("乙")
    for customer in (survivor, loser):
        said(customer, "granted", staff, days_ago=1)
    operation = join([survivor, loser], staff)
    said(survivor, "withdrawn", staff)

    undo(operation=operation, by=staff, at=timezone.now())

    assert state(survivor, loser) == ["withdrawn", "withdrawn"]
    assert ConsentRecord.objects.filter(customer=loser).count() == 2


def test_what_was_changed_since_stays_and_is_named(staff: int) -> None:
    archive = Archive(staff)
    survivor = archive.build([("tag", 0, "manual")])
    loser = archive.build(
        [("contact", "mobile", 1, True), ("name", 2), ("custom", "size", 1), ("tag", 1, "manual")]
    )
    operation = join([survivor, loser], staff)
    archive.learn(survivor, "name", [0])
    archive.learn(survivor, "contact", ["email", 2, False])
    tags.remove_tag(tagged=CustomerTag.objects.get(customer=survivor, tag__name="t1"), by=staff, at=AT)

    conflicts = undo(operation=operation, by=staff, at=timezone.now())

    survivor.refresh_from_db()
    loser.refresh_from_db()
    assert (survivor.display_name, loser.display_name) == ("王0", "王2")
    assert {tuple(conflict) for conflict in conflicts} == {
        ("customers_customer", str(survivor.pk), "display_name"),
        ("customers_customer", str(survivor.pk), "nickname"),
    }
    assert (survivor.custom, loser.custom) == ({}, {"size": "size 1"})
    assert ContactPoint.objects.get(type="mobile").customer_id == loser.pk
    assert ContactPoint.objects.get(type="email").customer_id == survivor.pk
    assert not CustomerTag.objects.filter(tag__name="t1").exists(), "what was taken off stays off"
    assert operation.conflicts == conflicts


def test_what_came_since_is_counted(staff: int) -> None:
    archive = Archive(staff)
    survivor, loser = archive.build([("tag", 0, "manual")]), archive.build([("tag", 1, "manual")])
    operation = join([survivor, loser], staff)
    assert count_later(operation) == {}
    archive.learn(survivor, "tag", [2, "manual"])
    archive.learn(survivor, "contact", ["email", 2, False])

    assert count_later(operation) == {"customers_customertag": 1, "customers_contactpoint": 1}


def test_a_value_that_another_customer_has_by_now_is_named(staff: int) -> None:
    archive = Archive(staff)
    survivor, loser = archive.build([]), archive.build([("custom", "card", 1)])
    operation = join([survivor, loser], staff)
    archive.learn(survivor, "custom", ["card", 2])
    other = archive.build([("custom", "card", 1)])

    conflicts = undo(operation=operation, by=staff, at=timezone.now())

    assert [loser_row for loser_row in conflicts if loser_row[2] == "custom.card"] != []
    holders = CustomFieldHolder.objects.values_list("customer_id", "value")
    assert set(holders) == {(survivor.pk, "card 2"), (other.pk, "card 1")}


def test_a_value_chosen_by_hand_is_the_one_that_stays(staff: int) -> None:
    survivor, loser = made("旧名"), made("新名")
    join([survivor, loser], staff, display_name=survivor.pk)

    survivor.refresh_from_db()
    assert survivor.display_name == "旧名"
    (entry,) = [entry for entry in list_entries() if entry.action == "customer.merged"]
    assert entry.changes["choices"] == {"display_name": survivor.pk}


def test_after_half_a_year_a_merge_stands(staff: int) -> None:
    operation = join([made("甲"), made("乙")], staff)
    later = timezone.now() + timedelta(days=181)

    with pytest.raises(MergeError, match="too_late"):
        undo(operation=operation, by=staff, at=later)
    forget(at=later)
    assert not MergeMove.objects.exists()


def at_once(*works: Any) -> list[str]:
    """What each of them, begun at the same moment, came to: its error's code, or nothing."""
    ready, answers = threading.Barrier(len(works)), []

    def run(work: Any) -> None:
        ready.wait()
        try:
            work()
            answers.append("")
        except MergeError as error:
            answers.append(error.code)
        except Exception as error:  # noqa: BLE001
            answers.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def merged_in_circles() -> int:
    rows = Customer.objects.filter(status="merged").exclude(merged_into__status="active")
    return rows.count()


@pytest.mark.django_db(transaction=True)
def test_of_merges_that_overlap_one_waits_and_finds_what_the_other_did() -> None:
    staff = make_staff().pk
    for _ in range(5):
        first, second, third = (made(name) for name in "甲乙丙")
        answers = at_once(
            lambda pair=(first, second): join(list(pair), staff),
            lambda pair=(second, third): join(list(pair), staff),
            lambda pair=(third, first): join(list(pair), staff),
        )

        assert answers.count("") == 2 or answers == ["", "not_active", "not_active"]
        assert set(answers) <= {"", "not_active"}
        assert merged_in_circles() == 0


@pytest.mark.django_db(transaction=True)
def test_the_check_above_finds_merges_that_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    staff = make_staff().pk
    together = threading.Barrier(2)

    def look_without_locking(ids: Any) -> dict[int, Customer]:
        found = {row.pk: row for row in Customer.objects.filter(pk__in=ids)}
        together.wait(timeout=10)
        return found

    monkeypatch.setattr(merging, "lock", look_without_locking)
    first, second = made("甲"), made("乙")

    answers = at_once(lambda: join([first, second], staff), lambda: join([second, first], staff))

    assert merged_in_circles() > 0 or answers != ["", "not_active"]
