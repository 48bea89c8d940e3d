"""A shop in which everybody has something: customers, a line on today's list, a file, a job."""

import copy
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import personas
from tests.permissions.belongings import (
    make_archived,
    make_belongings,
    make_bulk_change,
    make_delivery,
    make_export,
    make_list,
    make_merges,
    make_notice,
    make_organizations,
    make_report,
    make_schedule,
    make_target,
    make_token,
    make_view,
)
from tuanke.care.models import Attention
from tuanke.care.services import planning
from tuanke.catalog.models import Product
from tuanke.classes.services import assigning
from tuanke.customers.models import BulkChange, ContactPoint, Customer
from tuanke.facts.tests.factories import make_run, write_score
from tuanke.platform.accounts.models import ApiToken, Staff
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import planning as reading
from tuanke.platform.imports.services import receiving, running
from tuanke.platform.jobs.models import JobRun
from tuanke.platform.jobs.services import queue
from tuanke.platform.notifications.models import Notification
from tuanke.platform.preferences.models import SavedView
from tuanke.reports.models import Delivery, SavedReport, Schedule
from tuanke.segments.models import Segment, TargetGroup
from tuanke.segments.services.segments import save_segment

PEOPLE = {"own": "张三丰", "mate": "李四光", "other": "王五湖", "nobody's": "赵六和"}
PHONES = {"own": "13800138001", "mate": "13800138002", "other": "13800138003", "nobody's": "13800138004"}

RULE = {"attr": "class.lifecycle", "op": "eq", "value": "lost"}


@dataclass
class Things:
    """What belongs to the viewer, to a team-mate, to another team, and to nobody."""

    staff: dict[str, Staff]
    customers: dict[str, Customer] = field(default_factory=dict)
    contacts: dict[str, ContactPoint] = field(default_factory=dict)
    lines: dict[str, Attention] = field(default_factory=dict)
    waiting_files: dict[str, ImportBatch] = field(default_factory=dict)
    done_files: dict[str, ImportBatch] = field(default_factory=dict)
    jobs: dict[str, JobRun] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    lists: dict[str, Segment] = field(default_factory=dict)
    archived_segments: dict[str, Segment] = field(default_factory=dict)
    targets: dict[str, TargetGroup] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    organizations: dict[str, Customer] = field(default_factory=dict)
    archive: dict[str, dict[str, int]] = field(default_factory=dict)
    bulk_changes: dict[str, BulkChange] = field(default_factory=dict)
    exports: dict[str, JobRun] = field(default_factory=dict)
    views: dict[str, SavedView] = field(default_factory=dict)
    removed_views: dict[str, SavedView] = field(default_factory=dict)
    tokens: dict[str, ApiToken] = field(default_factory=dict)
    reports: dict[str, SavedReport] = field(default_factory=dict)
    removed_reports: dict[str, SavedReport] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    notices: dict[str, Notification] = field(default_factory=dict)

    def hand_over(self, viewer: Staff) -> dict[str, Staff | None]:
        """Make `own` the viewer's; gives who owns what."""
        owners = {
            "own": viewer,
            "mate": self.staff["xiaoli"],
            "other": self.staff["zhoumin"],
            "nobody's": None,
        }
        for whose, owner in owners.items():
            mine = [self.customers[whose].pk, self.organizations[whose].pk]
            Customer.objects.filter(pk__in=mine).update(owner=owner)
            for files in (self.waiting_files, self.done_files):
                ImportBatch.objects.filter(pk=files[whose].pk).update(by=owner)
            mine = [self.jobs[whose].pk, self.exports[whose].pk]
            JobRun.objects.filter(pk__in=mine).update(by=owner)
            if owner is not None:  # somebody always did it
                BulkChange.objects.filter(pk=self.bulk_changes[whose].pk).update(by=owner)
                views = [self.views[whose].pk, self.removed_views[whose].pk]
                SavedView.objects.filter(pk__in=views).update(by=owner)
                kept = [self.reports[whose].pk, self.removed_reports[whose].pk]
                SavedReport.objects.filter(pk__in=kept).update(by=owner)
                Schedule.objects.filter(pk=self.schedules[whose].pk).update(by=owner)
                Notification.objects.filter(pk=self.notices[whose].pk).update(staff=owner)
            if owner is not None:  # a segment always has somebody who made it
                Segment.objects.filter(pk=self.segments[whose].pk).update(created_by=owner)
        return owners


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of what is built once."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker, kept: Path) -> Iterator[Things]:
    """Built once, in a transaction that every test's own lies in: each finds it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=kept):
            made = _build(personas.add_colleagues(timezone.now()), kept.with_name("orders.csv"))
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def things(built: Things, db: None, kept: Path, settings: Any) -> Things:
    """What was built, for this test to change."""
    shutil.copytree(kept, settings.MEDIA_ROOT, dirs_exist_ok=True)
    return copy.deepcopy(built)


def _build(colleagues: dict[str, Staff], path: Path) -> Things:
    made = Things(colleagues)
    buyers = [personas.Buyer(name, PHONES[whose], [20, 60], 300) for whose, name in PEOPLE.items()]
    bad = personas.youzan_row(订单号="X", 订单实付金额="abc", 买家昵称="无名")
    rows = [*personas.order_rows(buyers, timezone.localdate()), bad]
    personas.write_youzan(path, rows)
    running.run(_receive(path).pk, lambda _done, _total: None)
    for whose, name in PEOPLE.items():
        made.done_files[whose] = _another(ImportBatch.objects.order_by("pk")[0])
        made.waiting_files[whose] = _receive(path)
        made.jobs[whose] = queue.start(
            "imports.run", at=timezone.now(), by=None, batch_id=made.done_files[whose].pk
        )
        made.segments[whose] = save_segment(
            name=whose, rule=RULE, by=colleagues["chen"].pk, at=timezone.now()
        )
        made.bulk_changes[whose] = make_bulk_change(colleagues["chen"])
        made.exports[whose] = make_export()
        made.tokens[whose] = make_token(whose, colleagues["chen"])
        made.views[whose] = make_view(whose, colleagues["chen"])
        made.removed_views[whose] = make_view(f"{whose} removed", colleagues["chen"], removed=True)
        made.reports[whose] = make_report(whose, colleagues["chen"])
        made.removed_reports[whose] = make_report(f"{whose} removed", colleagues["chen"], removed=True)
        made.schedules[whose] = make_schedule(made.reports[whose], colleagues["chen"])
        made.deliveries[whose] = make_delivery(made.schedules[whose], colleagues["chen"])
        made.notices[whose] = make_notice(whose, colleagues["chen"])
        made.products[whose] = Product.objects.order_by("pk")[0]  # nobody's, hence everybody's
        made.customers[whose] = Customer.objects.get(display_name=name)
        made.contacts[whose] = made.customers[whose].contact_points.get()
        made.lists[whose] = make_list(f"{whose} list", made.customers[whose], colleagues["chen"])
        made.archived_segments[whose] = make_archived(f"{whose} archived", RULE, colleagues["chen"])
        made.targets[whose] = make_target(made.segments[whose], colleagues["chen"])
    made.organizations = make_organizations(made.customers)
    made.archive = make_belongings(made.customers, made.organizations, colleagues["chen"])
    made.archive["merge"] = make_merges(made.customers, colleagues["chen"])
    run = make_run(as_of=timezone.localdate())
    for customer in made.customers.values():
        write_score(run, customer.pk, lifecycle="dormant")
    assigning.assign(run.pk, at=timezone.now())
    planning.plan(run.pk, at=timezone.now())
    made.lines = {
        whose: Attention.objects.get(customer=customer) for whose, customer in made.customers.items()
    }
    return made


def _receive(path: Path) -> ImportBatch:
    settled = reading.settle(path, mapping={}, preset="", source="")
    values: dict[str, Any] = {"kind": settled.kind, "source": settled.source, "preset": settled.preset.id}
    with path.open("rb") as file:
        return receiving.receive(file=file, name=path.name, at=timezone.now(), by=None, **values)


def _another(done: ImportBatch) -> ImportBatch:
    """The account of one more file, without the work of importing it."""
    rejects = receiving.rejects_path(done).read_bytes()
    done.pk, done.uid, done._state.adding = None, uuid.uuid4(), True
    done.save()
    receiving.rejects_path(done).write_bytes(rejects)
    return done
