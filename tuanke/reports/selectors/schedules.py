import uuid
from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.reports.domain import reasons
from tuanke.reports.models import Delivery, Schedule

REASONS: Mapping[str, str | Promise] = {
    reasons.NO_ADDRESS: _("no e-mail address is kept for this person"),
    reasons.NOT_ACTIVE: _("this person may no longer sign in"),
    reasons.NO_PERMISSION: _("their role may not see reports any more"),
    reasons.REPORT_GONE: _("the report was removed"),
    reasons.NOT_SHARED: _("the report is not shared with them any more"),
    reasons.ASKS_TOO_MUCH: _("the report asks for what their role may not see"),
    reasons.BROKEN: _("the report asks for something that no longer exists"),
    reasons.NO_FIGURES: _("there are no figures yet"),
    reasons.NO_MAIL: _("mail is not set up"),
    reasons.STOPPED: _("it was interrupted in the middle; whether the mail went is not known"),
    reasons.UNCLEAR: _("the connection broke in the middle; whether the mail went is not known"),
}


def list_schedules(viewer: Viewer) -> QuerySet[Schedule]:
    """Those one made oneself; all of them for whoever runs the shop."""
    rows = Schedule.objects.filter(ended_at__isnull=True, report__removed_at__isnull=True)
    if not viewer.may(Permission.SHOP_MANAGE):
        rows = rows.filter(by=viewer.staff_id)
    return rows.select_related("report", "by").prefetch_related("recipients").order_by("due_at", "pk")


def list_of_report(viewer: Viewer, report_id: int) -> QuerySet[Schedule]:
    """With their latest deliveries, newest first."""
    latest = Delivery.objects.select_related("recipient").order_by("-due_at", "-pk")
    return list_schedules(viewer).filter(report=report_id).prefetch_related(Prefetch("deliveries", latest))


def may_change(viewer: Viewer, schedule: Schedule) -> bool:
    return schedule.by_id == viewer.staff_id or viewer.may(Permission.SHOP_MANAGE)


def get_changeable(viewer: Viewer, uid: uuid.UUID) -> Schedule:
    """One the viewer may change, an ended one too. Raises Schedule.DoesNotExist."""
    found = Schedule.objects.select_related("report").get(uid=uid, report__removed_at__isnull=True)
    if not may_change(viewer, found):
        raise Schedule.DoesNotExist
    return found


def get_delivery(viewer: Viewer, uid: uuid.UUID) -> Delivery:
    """Of a schedule the viewer may change. Raises Delivery.DoesNotExist."""
    found = Delivery.objects.select_related("schedule__report").get(uid=uid)
    if not may_change(viewer, found.schedule):
        raise Delivery.DoesNotExist
    return found


def reason_in_words(delivery: Delivery) -> str:
    """What the mail server said stays as it said it."""
    return str(REASONS.get(delivery.reason, delivery.reason))
