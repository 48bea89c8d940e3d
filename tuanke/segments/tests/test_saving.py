from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.services.staff import add_staff
from tuanke.segments.selectors import segments as selectors
from tuanke.segments.services import segments

AT = datetime(2026, 1, 31, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> int:
    staff = add_staff(username="boss", name="陈老板", password="correct horse 9", role=Role.OWNER, at=AT)
    return staff.pk


def test_a_saved_segment_is_found_under_its_name_and_its_rule_is_audited(owner: int) -> None:
    rule = {"all": [{"attr": "class.lifecycle", "op": "eq", "value": "lost"}]}
    saved = segments.save_segment(name=" 流失 ", rule=rule, by=owner, at=timezone.now())
    assert (selectors.get_segment(saved.uid).name, saved.rule) == ("流失", {"v": 1, "root": rule})


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_is_needed(owner: int, name: str) -> None:
    with pytest.raises(ValidationError):
        segments.save_segment(name=name, rule={"attr": "city", "op": "is_set"}, by=owner, at=AT)


def test_two_segments_in_use_cannot_share_a_name_but_an_archived_one_frees_it(owner: int) -> None:
    rule = {"attr": "city", "op": "is_set"}
    first = segments.save_segment(name="同名", rule=rule, by=owner, at=AT)
    with pytest.raises(ValidationError):
        segments.save_segment(name="同名", rule=rule, by=owner, at=AT)
    segments.archive_segment(segment=first, by=owner, at=AT)
    segments.save_segment(name="同名", rule=rule, by=owner, at=AT)


def test_an_unknown_attribute_is_refused_with_its_place(owner: int) -> None:
    with pytest.raises(RuleError) as caught:
        segments.save_segment(name="x", rule={"not": {"attr": "nose", "op": "is_set"}}, by=owner, at=AT)
    assert caught.value.pointer == "/not/attr"
