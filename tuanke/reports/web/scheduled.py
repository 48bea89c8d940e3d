"""What a report's page says of its delivery by mail."""

from typing import Any

from django.conf import settings

from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.reports.models import SavedReport, Schedule
from tuanke.reports.selectors.schedules import list_of_report, reason_in_words

LATEST = 8


def schedules_of(report: SavedReport, viewer: Viewer) -> dict[str, Any]:
    people = list_staff().filter(is_active=True)
    if not report.is_shared:
        people = people.filter(pk=report.by_id)
    return {
        "schedules": [_line(schedule) for schedule in list_of_report(viewer, report.pk)],
        "recipients": [
            (person, person.viewer.may(Permission.REPORTS_VIEW)) for person in people.order_by("name")
        ],
        "everies": Schedule.Every.choices,
        "hours": range(24),
        "month_days": range(1, 29),
        "mail_is_set_up": bool(settings.EMAIL_HOST),
    }


def _line(schedule: Any) -> dict[str, Any]:
    latest = list(schedule.deliveries.all())[:LATEST]
    return {
        "schedule": schedule,
        "people": list(schedule.recipients.all()),
        "latest": [(delivery, reason_in_words(delivery)) for delivery in latest],
    }
