"""What the archive promises about people, days, tags, sources and records, at the services."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from tuanke.customers.models import Customer, CustomField, LifeEvent, Touch
from tuanke.customers.selectors import archive
from tuanke.customers.selectors.custom_fields import having, list_custom_fields
from tuanke.customers.services import (
    affiliations,
    custom_fields,
    groups,
    life_events,
    records,
    tags,
    touches,
)
from tuanke.customers.services.customers import StaleVersionError
from tuanke.customers.services.importing.undoing import undo
from tuanke.customers.services.taken import TakenError
from tuanke.customers.tests.factories import made
from tuanke.kit.lunar import Anniversary
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.audit.selectors.trail import list_entries
from tuanke.platform.imports.services import receiving

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


@pytest.fixture
def staff() -> int:
    return make_staff().pk


def affiliate(org: Customer, person: Customer, by: int, **values: Any) -> Any:
    return affiliations.affiliate(organization=org, person=person, values=values, by=by, at=AT)


def define(staff: int, key: str, field_type: str, **more: Any) -> CustomField:
    values = {"label": key, "options": [], "validation": {}} | more
    unique = values.pop("unique", False)
    return custom_fields.define_field(
        kind="person", key=key, field_type=field_type, unique=unique, values=values, by=staff, at=AT
    )


def change(customer: Customer, staff: int, *, custom: dict[str, Any] | None = None, **values: Any) -> None:
    customer.refresh_from_db()
    records.change_customer(
        customer=customer,
        values=values,
        custom=custom or {},
        version=customer.version,
        by=staff,
        at=AT,
    )


def test_a_person_who_comes_back_takes_up_their_row(staff: int) -> None:
    org, person = made("滨江物业", kind="org"), made("李总")
    row = affiliate(org, person, staff, roles=["decider"], started_on=date(2024, 1, 1))
    affiliations.leave(affiliation=row, on=date(2026, 6, 1), by=staff, at=AT)

    again = affiliate(org, person, staff, roles=["approver"], started_on=date(2026, 6, 20))

    assert (again.pk, again.ended_on, again.roles) == (row.pk, None, ["approver"])
    (entry,) = [entry for entry in list_entries() if entry.action == "affiliation.added"][:1]
    assert entry.changes["ended_on"] == ["2026-06-01", None], "what they were is in the audit"


def test_one_is_the_first_to_talk_to(staff: int) -> None:
    org = made("滨江物业", kind="org")
    first, second = (affiliate(org, made(name), staff, is_primary=True) for name in ("甲", "乙"))

    first.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (False, True)


def test_only_a_person_is_at_an_organisation(staff: int) -> None:
    with pytest.raises(affiliations.KindError):
        affiliate(made("甲", kind="org"), made("乙", kind="org"), staff)


def test_an_organisation_cannot_be_below_itself(staff: int) -> None:
    mother, daughter = made("母公司", kind="org"), made("子公司", kind="org")
    change(daughter, staff, parent_id=mother.pk)

    with pytest.raises(records.ParentError):
        change(mother, staff, parent_id=daughter.pk)


def test_a_code_names_one_organisation(staff: int) -> None:
    one, other = made("甲公司", kind="org"), made("乙公司", kind="org")
    change(one, staff, uscc="91350100M000100Y43")

    with pytest.raises(TakenError) as refused:
        change(other, staff, uscc="91350100M000100Y43")

    assert refused.value.holder == one


def test_an_older_version_changes_nothing(staff: int) -> None:
    customer = made()
    change(customer, staff, city="南京")

    with pytest.raises(StaleVersionError):
        records.change_customer(
            customer=customer, values={"city": "苏州"}, custom={}, version=1, by=staff, at=AT
        )

    customer.refresh_from_db()
    assert customer.city == "南京"


def test_a_persons_names_are_not_in_the_audit(staff: int) -> None:
    change(made("张三"), staff, display_name="张三丰", city="南京")

    assert list_entries()[0].changes == {"display_name": "changed", "city": ["", "南京"]}


def test_a_year_that_had_no_such_day_is_refused(staff: int) -> None:
    for day, year in [
        (Anniversary(2, 29), 2025),
        (Anniversary(8, 15, is_lunar=True, is_leap_month=True), 2026),
    ]:
        with pytest.raises(ValueError, match="no such"):
            life_events.set_life_event(
                customer=made(), kind="birthday", name="", day=day, year=year, by=staff, at=AT
            )
    assert not LifeEvent.objects.exists()


@pytest.mark.req("A1-09")
def test_days_come_nearest_first_each_with_its_next_occurrence(staff: int) -> None:
    customer = made()
    for kind, day in [
        ("birthday", Anniversary(8, 15, is_lunar=True)),
        ("wedding", Anniversary(7, 1)),
        ("founding", Anniversary(6, 29)),
    ]:
        life_events.set_life_event(customer=customer, kind=kind, name="", day=day, year=None, by=staff, at=AT)

    days = [(row.kind, day) for row, day in archive.list_life_events(customer, today=date(2026, 6, 30))]

    assert days == [
        ("wedding", date(2026, 7, 1)),
        ("birthday", date(2026, 9, 25)),
        ("founding", date(2027, 6, 29)),
    ]


def test_a_tag_is_put_on_once_and_a_rules_tag_stays_for_its_rule(staff: int) -> None:
    customer = made()
    for text in ("口味：少辣", " 口味:少辣 "):
        tags.add_tag(customer=customer, text=text, by=staff, at=AT)
    by_rule = tags.add_tag(customer=customer, text="高复购", source="rule", by=None, at=AT)

    with pytest.raises(tags.TagError, match="rule"):
        tags.remove_tag(tagged=by_rule, by=staff, at=AT)

    assert [str(row.tag) for row in archive.list_tags(customer)] == ["高复购", "口味:少辣"]


def test_where_a_customer_first_came_from_stays(staff: int) -> None:
    customer = made()
    for channel in ("小红书", "抖音"):
        touches.record_touch(customer=customer, values={"channel": channel}, occurred_at=AT, by=staff, at=AT)
        customer.refresh_from_db()

    kept = archive.list_touches(customer)
    assert (kept["first"].channel, kept["last"].channel, customer.channel) == ("小红书", "抖音", "小红书")
    with pytest.raises(IntegrityError, match="first touch"), transaction.atomic():
        Touch.objects.filter(which="first").update(channel="x")
    with (
        pytest.raises(IntegrityError, match="first touch"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE customers_touch SET channel = 'x'")


def test_an_override_of_the_first_touch_says_why_and_leaves_the_door_shut(staff: int) -> None:
    customer = made()
    values = {"channel": "老客户介绍"}
    with pytest.raises(touches.FirstTouchError):
        touches.override_first_touch(
            customer=customer, values=values, occurred_at=AT, reason=" ", by=staff, at=AT
        )

    for channel in ("抖音", "老客户介绍"):
        touches.override_first_touch(
            customer=customer, values={"channel": channel}, occurred_at=AT, reason="问过客户", by=staff, at=AT
        )

    assert list_entries()[0].changes["before"]["channel"] == "抖音"
    with pytest.raises(IntegrityError, match="first touch"), transaction.atomic():
        Touch.objects.filter(which="first").update(channel="x")


def test_a_leader_who_leaves_leads_no_more_and_the_days_stay(staff: int) -> None:
    customer = made()
    group = groups.add_group(kind="community", name="小区群", by=staff, at=AT)
    member = groups.join(group=group, customer=customer, role="团长", leads=True, by=staff, at=AT)

    groups.leave_group(member=member, by=staff, at=AT)
    again = groups.join(group=group, customer=customer, role="", leads=False, by=staff, at=AT)

    group.refresh_from_db()
    member.refresh_from_db()
    assert (group.leader, member.left_at, again.pk == member.pk) == (None, AT, False)


@pytest.mark.req("A1-11")
def test_an_own_field_finds_customers_by_its_value(staff: int) -> None:
    styles = define(staff, "styles", "multi_enum", options=["休闲", "商务"])
    waist = define(staff, "waist", "int")
    people = [made(name) for name in ("甲", "乙")]
    change(people[0], staff, custom={"styles": ["休闲", "商务"], "waist": 82})
    change(people[1], staff, custom={"styles": ["休闲"], "waist": 90})

    assert list(having(styles, "商务")) == [people[0]]
    assert list(having(waist, 90)) == [people[1]]
    assert [field.key for field in list_custom_fields("person")] == ["styles", "waist"]


@pytest.mark.req("A1-11")
def test_a_value_of_ones_own_is_held_by_one_and_free_once_given_up(staff: int) -> None:
    define(staff, "card", "text", unique=True)
    one, other = made("甲"), made("乙")
    change(one, staff, custom={"card": "VIP7"})

    with pytest.raises(TakenError) as refused:
        change(other, staff, custom={"card": "VIP7"})
    assert refused.value.holder == one

    change(one, staff, custom={"card": None})
    change(other, staff, custom={"card": "VIP7"})


def test_a_field_put_away_keeps_its_values_and_its_key(staff: int) -> None:
    field, customer = define(staff, "waist", "int"), made()
    change(customer, staff, custom={"waist": 82})

    custom_fields.set_archived(field=field, archived=True, by=staff, at=AT)

    customer.refresh_from_db()
    assert (customer.custom, list(list_custom_fields("person"))) == ({"waist": 82}, [])
    with pytest.raises(ValidationError):
        define(staff, "waist", "text")
    custom_fields.set_archived(field=field, archived=False, by=staff, at=AT)
    assert list(list_custom_fields("person")) == [field]


def test_a_choice_that_customers_have_cannot_go(staff: int) -> None:
    field, customer = define(staff, "size", "enum", options=["S", "M"]), made()
    change(customer, staff, custom={"size": "M"})

    with pytest.raises(custom_fields.OptionInUseError):
        custom_fields.change_field(field=field, values={"options": ["S"]}, by=staff, at=AT)
    custom_fields.change_field(field=field, values={"options": ["M", "L"]}, by=staff, at=AT)

    field.refresh_from_db()
    assert field.options == ["M", "L"]


def test_taking_back_an_import_keeps_who_was_worked_on_by_hand(
    staff: int, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    batch = receiving.receive(file=BytesIO(b"x"), name="a.csv", kind="orders", source="店", at=AT, by=None)
    touched, untouched = made("甲"), made("乙")
    Customer.objects.update(batch=batch)
    tags.add_tag(customer=touched, text="老客户", by=staff, at=AT)

    removed, kept = undo(batch.pk)

    assert (removed, kept) == (1, 1)
    assert list(Customer.objects.all()) == [touched]
    assert untouched.pk
