"""What stands on customers' archive pages: something of each kind, for each of the customers."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from tuanke.console.services import export_runs
from tuanke.customers.models import (
    Affiliation,
    BulkChange,
    Customer,
    CustomerGroup,
    CustomerTag,
    CustomField,
    GroupMember,
    InvoiceTitle,
    LifeEvent,
    MergeOperation,
    Need,
    StatedNeed,
    Tag,
)
from tuanke.platform.accounts.domain.tokens import TokenScope
from tuanke.platform.accounts.models import ApiToken, Staff
from tuanke.platform.accounts.services.tokens import create_token
from tuanke.platform.jobs.models import JobRun
from tuanke.platform.notifications.models import Notification
from tuanke.platform.preferences.models import SavedView
from tuanke.reports.domain.question import Grammar, parse_question
from tuanke.reports.models import Delivery, SavedReport, Schedule
from tuanke.reports.services.saving import remove_report, save_report
from tuanke.reports.services.scheduling import add_schedule
from tuanke.segments.models import Segment, TargetGroup
from tuanke.segments.services import lists
from tuanke.segments.services.segments import archive_segment, save_segment
from tuanke.segments.services.targets import set_target


def make_bulk_change(by: Staff) -> BulkChange:
    made = BulkChange.objects.create(action="owner", by=by, at=timezone.now())
    return BulkChange.objects.get(pk=made.pk)


def make_export() -> JobRun:
    """A list that is written and waits to be fetched."""
    now = timezone.now()
    arguments = {"file": f"{uuid.uuid4()}.csv", "format": "csv"}
    run = JobRun.objects.create(
        job=export_runs.JOB, arguments=arguments, state="done", total=0, queued_at=now, finished_at=now
    )
    path = export_runs.file_of(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("customer", "utf-8")
    return run


def make_notice(key: str, staff: Staff) -> Notification:
    """One that every role may hear."""
    return Notification.objects.create(
        staff=staff, kind="owner.given_many", key=key, values={"changed": 3}, at=timezone.now()
    )


def make_list(name: str, customer: Customer, by: Staff) -> Segment:
    return lists.add_list(name=name, customer_ids=[customer.pk], reason="名单", by=by.pk, at=timezone.now())


def make_archived(name: str, rule: object, by: Staff) -> Segment:
    made = save_segment(name=name, rule=rule, by=by.pk, at=timezone.now())
    archive_segment(segment=made, by=by.pk, at=timezone.now())
    return made


def make_target(segment: Segment, by: Staff) -> TargetGroup:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
    wanted = {"objective": "多来一次", "metric": "customers", "goal": 9.0, "baseline": 0.0}
    return set_target(segment=segment, values={**wanted, **days}, by=by.pk, at=timezone.now())


def make_token(name: str, by: Staff) -> ApiToken:
    made, _text = create_token(name=name, scopes=[TokenScope.EVENTS_WRITE], by=by.pk, at=timezone.now())
    return ApiToken.objects.get(pk=made.pk)


def make_report(name: str, by: Staff, *, removed: bool = False) -> SavedReport:
    question = parse_question({"measures": ["revenue"], "by": ["month"]}, Grammar())
    made = save_report(name=name, question=question, is_shared=False, by=by.pk, at=timezone.now())
    if removed:
        remove_report(report=made, by=by.pk, at=timezone.now())
    return made


def make_schedule(report: SavedReport, by: Staff) -> Schedule:
    hour = {"every": "day", "on_day": 1, "hour": 8}
    at = timezone.now()
    return add_schedule(report=report, recipients=[report.by_id], by=by.pk, at=at, **hour)


def make_delivery(schedule: Schedule, by: Staff) -> Delivery:
    now = timezone.now()
    made = Delivery.objects.create(
        schedule=schedule, due_at=now, recipient=by, state="failed", not_before=now, changed_at=now
    )
    return Delivery.objects.get(pk=made.pk)


def make_view(name: str, by: Staff, *, removed: bool = False) -> SavedView:
    now = timezone.now()
    made = SavedView.objects.create(
        list_name="customers", name=name, by=by, created_at=now, removed_at=now if removed else None
    )
    return SavedView.objects.get(pk=made.pk)


def make_organizations(customers: Mapping[str, Customer]) -> dict[str, Customer]:
    now = timezone.now()
    made = {
        whose: Customer.objects.create(kind="org", display_name=f"公司 {whose}", created_at=now)
        for whose in customers
    }
    return {whose: Customer.objects.get(pk=row.pk) for whose, row in made.items()}


def make_merges(customers: Mapping[str, Customer], by: Staff) -> dict[str, uuid.UUID]:
    """A merge of each of them that was taken back, so that taking it back once more changes nothing."""
    now = timezone.now()
    made = {
        whose: MergeOperation.objects.create(survivor=customer, losers=[], by=by, at=now, state="undone").pk
        for whose, customer in customers.items()
    }
    return {whose: MergeOperation.objects.get(pk=pk).uid for whose, pk in made.items()}


def make_belongings(
    customers: Mapping[str, Customer], organizations: Mapping[str, Customer], by: Staff
) -> dict[str, dict[str, int]]:
    """Kind → whose → number of the row."""
    now, tag = timezone.now(), Tag.objects.create(name="老客户")
    group = CustomerGroup.objects.create(kind="community", name="小区群", created_at=now)
    need = Need.objects.create(code="leisure", kind="scene")
    rows: dict[str, dict[str, int]] = {
        kind: {} for kind in ("affiliation", "day", "tag", "need", "group", "title", "field")
    }
    for number, (whose, customer) in enumerate(customers.items()):
        own = {"customer": customer}
        organization = organizations[whose]
        rows["affiliation"][whose] = Affiliation.objects.create(organization=organization, person=customer).pk
        rows["day"][whose] = LifeEvent.objects.create(**own, kind="birthday", month=6, day=1).pk
        rows["tag"][whose] = CustomerTag.objects.create(**own, tag=tag, at=now).pk
        rows["need"][whose] = StatedNeed.objects.create(**own, need=need, by=by, at=now).pk
        rows["group"][whose] = GroupMember.objects.create(**own, group=group, joined_at=now).pk
        rows["title"][whose] = InvoiceTitle.objects.create(**own, title="个人").pk
        rows["field"][whose] = CustomField.objects.create(
            kind="person", key=f"size{number}", label="尺码", type="text"
        ).pk
    return rows
