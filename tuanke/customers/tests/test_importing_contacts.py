"""A list of customers fills in what the archive does not know; it overwrites nothing and can be taken back."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone

from tuanke.customers.domain.consent import Statement
from tuanke.customers.models import Customer, CustomField
from tuanke.customers.selectors.consents import consent_state
from tuanke.customers.services.consents import record_consent
from tuanke.facts.tests.factories import forget_marks
from tuanke.platform.imports.services import planning, receiving, running, undoing

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
Row = dict[str, str]
BringIn = Callable[..., "ImportBatch"]

LIST: list[Row] = [
    {
        "客户编号": "K1", "姓名": "张三", "手机": "13800138001", "邮箱": "zhang@example.com", "微信": "zhangsan_01",
        "生日": "农历八月十五", "性别": "男", "标签": "老客,送礼", "地址": "文三路1号", "省份": "浙江省",
        "城市": "杭州市", "备注": "爱吃辣", "尺码": "XL",
    },
    {"客户编号": "K2", "姓名": "李四", "公司": "滨江物业有限公司", "职位": "采购", "手机": "13800138002"},
    {"客户编号": "K3", "姓名": "", "手机": "138****8003"},
    {"客户编号": "", "姓名": "王五", "邮箱": "wang@example.com"},
    {"客户编号": "", "姓名": "", "手机": "138****8004"},
]  # fmt: skip
TABLES = (
    "customer", "contactpoint", "externalidentity", "affiliation", "customertag", "lifeevent", "consentrecord",
    "openingbalance",
)  # fmt: skip


@pytest.fixture
def bring_in(settings: Any, tmp_path: Path) -> BringIn:
    settings.MEDIA_ROOT = tmp_path / "kept"

    def work(rows: list[Row], *, check_first: bool = False) -> "ImportBatch":
        path = tmp_path / "客户.csv"
        header = list(dict.fromkeys(key for row in rows for key in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="")
            writer.writeheader()
            writer.writerows(rows)
        reading = planning.settle(path, mapping={}, preset="", source="shop")
        with path.open("rb") as upload:
            batch = receiving.receive(
                file=upload, name=path.name, kind=reading.kind, source="shop", preset=reading.preset.id,
                at=AT, by=None,
            )  # fmt: skip
        if check_first:
            running.check(batch.pk)
        running.run(batch.pk, lambda _done, _total: None)
        batch.refresh_from_db()
        return batch

    return work


def contents() -> dict[str, list[Any]]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT to_jsonb(t) - 'recorded_at' - 'batch_id' FROM customers_{table} t ORDER BY id"
            )
            found[table] = cursor.fetchall()
    return found


def named(name: str) -> Customer:
    return Customer.objects.get(display_name=name)


@pytest.mark.req("A1-01")
def test_a_list_of_customers_becomes_people_with_all_it_says(bring_in: BringIn) -> None:
    CustomField.objects.create(kind="person", key="size", label="尺码", type="text")

    batch = bring_in(LIST)

    assert (batch.kind, batch.rows, batch.created, batch.rejected) == ("contacts", 5, 4, 1)
    zhang = named("张三")
    assert (zhang.gender, zhang.province, zhang.note, zhang.custom) == (
        "male",
        "浙江省",
        "爱吃辣",
        {"size": "XL"},
    )
    points = zhang.contact_points.order_by("type").values_list("type", "is_identity", "is_primary")
    assert list(points) == [
        ("address", False, True), ("email", True, True), ("mobile", True, True), ("wechat", True, True),
    ]  # fmt: skip
    assert {str(tagged.tag) for tagged in zhang.tagged.all()} == {"老客", "送礼"}
    day = zhang.life_events.get()
    assert (day.kind, day.calendar, day.month, day.day) == ("birthday", "lunar", 8, 15)
    work = named("李四").organizations.get()
    assert (work.organization.display_name, work.title) == ("滨江物业有限公司", "采购")


@pytest.mark.req("A1-10")
def test_the_same_list_once_more_changes_nothing(bring_in: BringIn) -> None:
    bring_in(LIST)
    before = contents()

    again = bring_in(LIST, check_first=True)

    assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 4, 1)
    assert again.forecast == {"created": 0, "updated": 0, "unchanged": 4}
    assert contents() == before


def test_the_check_tells_what_writing_does(bring_in: BringIn) -> None:
    bring_in(LIST[:2])

    batch = bring_in([{**LIST[0], "备注": "改口味了"}, *LIST[1:]], check_first=True)

    assert batch.forecast == {"created": 2, "updated": 1, "unchanged": 1}
    assert {name: batch.forecast[name] for name in batch.forecast} == batch.counts


def test_what_the_archive_knows_is_not_overwritten(bring_in: BringIn) -> None:
    bring_in([{**LIST[0], "省份": "", "城市": ""}])
    zhang = named("张三")
    Customer.objects.filter(pk=zhang.pk).update(nickname="三哥", version=2)

    bring_in([{**LIST[0], "昵称": "张三丰", "备注": "别的", "性别": "女"}])

    zhang.refresh_from_db()
    assert (zhang.nickname, zhang.note, zhang.gender, zhang.city) == ("三哥", "爱吃辣", "male", "杭州市")


@pytest.mark.parametrize(
    "how", [{"手机": "13800138001"}, {"邮箱": "ZHANG@example.com"}, {"微信": "zhangsan_01"}]
)
def test_one_strong_identifier_is_the_same_customer(bring_in: BringIn, how: Row) -> None:
    bring_in(LIST[:1])

    batch = bring_in([{"姓名": "张 三", "手机": "", **how}])

    assert (batch.created, batch.updated) == (0, 1)
    assert Customer.objects.count() == 1


def test_a_list_never_turns_a_refusal_into_consent(bring_in: BringIn) -> None:
    bring_in(LIST[:1])
    zhang = named("张三")
    refusal = Statement("withdrawn", AT, "TD", "unsubscribe")
    record_consent(customer=zhang, channel="sms", purpose="marketing", said=refusal, by=None, at=AT)

    bring_in([{**LIST[0], "短信营销": "是", "邮件营销": "是"}])

    assert consent_state([zhang.pk], "sms", "marketing", at=timezone.now()) == {zhang.pk: "withdrawn"}
    assert consent_state([zhang.pk], "email", "marketing", at=timezone.now()) == {zhang.pk: "granted"}


@pytest.mark.req("A1-10")
def test_taking_a_list_back_leaves_the_archive_as_it_was(bring_in: BringIn) -> None:
    bring_in([{"客户编号": "K1", "姓名": "张三", "手机": "13800138001"}, LIST[1]])
    before = contents()
    second = bring_in(LIST)
    assert contents() != before

    removed = undoing.undo(batch=second, by=None, at=timezone.now())

    assert removed.customers == 2
    assert contents() == before


def marked() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT customer_id FROM facts_dirtycustomer")
        return {number for (number,) in cursor.fetchall()}


def test_whoever_a_list_says_more_of_is_looked_at_again_and_so_when_it_is_taken_back(
    bring_in: BringIn,
) -> None:
    bring_in(LIST[:2])
    zhang = named("张三")
    forget_marks()
    second = bring_in([{**LIST[0], "标签": "老客,送礼,新客"}, LIST[1]])
    assert marked() == {zhang.pk}

    forget_marks()
    undoing.undo(batch=second, by=None, at=timezone.now())
    assert marked() == {zhang.pk}
