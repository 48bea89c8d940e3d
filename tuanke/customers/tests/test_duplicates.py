"""Who may be twice in the archive: found by what they share, not by what many share, and told apart for good."""

import itertools
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tuanke.customers.domain.grouping import groups, is_tangled
from tuanke.customers.domain.identifiers import Identifier, read_contact
from tuanke.customers.domain.matching import contradictions
from tuanke.customers.models import ContactPoint, Customer, DuplicateCandidate, LifeEvent
from tuanke.customers.services.contacts import cipher
from tuanke.customers.services.duplicates import model
from tuanke.customers.services.duplicates.certain import certain_pairs
from tuanke.customers.services.duplicates.deciding import keep_apart
from tuanke.customers.services.duplicates.finding import find
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.tests.factories import made
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> int:
    return make_staff().pk


def reached(
    name: str, *numbers: tuple[str, str], kind: str = "person", doubt: str = "", **more: Any
) -> Customer:
    """A customer as a file brings them in: a number somebody else has is theirs too, but identifies nobody."""
    customer = made(name, kind=kind)
    Customer.objects.filter(pk=customer.pk).update(**more)
    for contact_type, text in numbers:
        found: Identifier = read_contact(contact_type, text)
        value_hash = cipher().blind_index(found.value)
        others = ContactPoint.objects.filter(type=contact_type, value_hash=value_hash, is_identity=True)
        ContactPoint.objects.create(
            customer=customer,
            type=contact_type,
            value=cipher().encrypt(found.value),
            value_hash=value_hash,
            tail=found.tail,
            is_identity=found.identifies and not doubt and not others.exists(),
            doubt=doubt,
        )
    return customer


def found() -> set[frozenset[int]]:
    find(at=timezone.now())
    return {frozenset(pair) for pair in DuplicateCandidate.objects.values_list("first_id", "second_id")}


def test_one_number_under_two_names_is_asked_about(staff: int) -> None:
    one, other = (reached(name, ("mobile", "13800138001")) for name in ("王小明", "王女士"))
    reached("别人", ("mobile", "13800138002"))

    assert found() == {frozenset({one.pk, other.pk})}
    assert dict(certain_pairs("person")) == {(one.pk, other.pk): {("mobile", "same")}}
    (candidate,) = DuplicateCandidate.objects.all()
    assert ["mobile", "same"] in [weight[:2] for weight in candidate.weights]


def test_a_wechat_name_that_is_a_mobile_number_is_that_number(staff: int) -> None:
    one = reached("王小明", ("mobile", "13800138001"))
    other = reached("王小明", ("wechat", "13800138001"))

    assert found() == {frozenset({one.pk, other.pk})}


def test_one_name_at_one_address_is_asked_about(staff: int) -> None:
    one, other = (reached("欧阳修", ("address", "南京市中山路 1 号")) for _ in range(2))

    assert found() == {frozenset({one.pk, other.pk})}


def test_a_number_many_give_or_a_masked_one_says_nothing(staff: int) -> None:
    for name in ("甲甲", "乙乙", "丙丙", "丁丁"):
        reached(name, ("mobile", "13800138001"))
    for name in ("戊戊", "己己"):
        reached(name, ("email", "front@example.com"), doubt="virtual")

    assert found() == set()


def test_a_person_and_an_organisation_are_never_one(staff: int) -> None:
    reached("王小明", ("mobile", "13800138001"))
    reached("小明商行", ("mobile", "13800138001"), kind="org")

    assert found() == set()


def test_a_pair_told_apart_never_comes_back_not_even_after_a_merge(staff: int) -> None:
    one, other, third = (reached(name, ("mobile", "13800138001")) for name in ("王小明", "王女士", "小明"))
    now = timezone.now()
    keep_apart(one=one, other=other, by=staff, at=now)
    assert found() == {frozenset({one.pk, third.pk}), frozenset({other.pk, third.pk})}

    merge(survivor=third, losers=[one], choices={}, reason="", by=staff, at=now)

    assert found() == set()


def test_two_birthdays_speak_against_and_somebody_looks(staff: int) -> None:
    pair = [reached("王小明", ("mobile", "13800138001")) for _ in range(2)]
    for customer, day in zip(pair, (1, 2), strict=True):
        LifeEvent.objects.create(customer=customer, kind="birthday", year=1990, month=5, day=day)

    assert len(found()) == 1
    weights = {name: bits for name, _code, bits in DuplicateCandidate.objects.get().weights}
    assert weights["birthday"] < 0 < weights["mobile"]
    levels = [(name, code) for name, code, _bits in DuplicateCandidate.objects.get().weights]
    assert contradictions(levels) == {"birthday"}


def test_the_same_archive_gives_the_same_weights(staff: int) -> None:
    for number in range(6):
        for _ in range(2):
            reached(f"王小{number}", ("mobile", f"1380013800{number}"))
    runs = []
    for _ in range(2):
        find(at=timezone.now())
        runs.append(
            list(DuplicateCandidate.objects.order_by("first_id").values_list("probability", "weights"))
        )

    assert runs[0] == runs[1]
    assert len(runs[0]) == 6


def test_an_archive_in_which_nobody_shares_a_number_can_be_asked_all_the_same(
    staff: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "ENOUGH_TO_LEARN", 3)
    one, other = (reached("欧阳修", ("address", "南京市中山路 1 号")) for _ in range(2))
    reached("别人", ("mobile", "13800138002"), ("address", "杭州市西湖路 2 号"))

    assert found() == {frozenset({one.pk, other.pk})}


PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(9, 17)), max_size=20)


@given(pairs=PAIRS)
def test_groups_are_what_hangs_together(pairs: list[tuple[int, int]]) -> None:
    together = groups(pairs)

    members = list(itertools.chain.from_iterable(together))
    assert sorted(members) == sorted({member for pair in pairs for member in pair})
    assert all(any({one, other} <= group for group in together) for one, other in pairs)


def test_a_group_is_tangled_when_it_is_large_or_weak_anywhere() -> None:
    sure = {(1, 2): 0.99, (2, 3): 0.99, (1, 3): 0.6}

    assert not is_tangled({1, 2, 3}, sure)
    assert is_tangled({1, 2, 3}, sure | {(1, 3): 0.4})
    assert is_tangled({1, 2, 3}, {(1, 2): 0.99, (2, 3): 0.99})
    assert is_tangled(set(range(6)), dict.fromkeys(itertools.combinations(range(6), 2), 1.0))
