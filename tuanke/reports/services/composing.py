"""A report as a mail to one of the staff: over the customers they may see, as a table and as a workbook."""

import io
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tuanke.kit.files.writing import TYPES
from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.preferences.selectors.preferences import get_preference
from tuanke.reports.domain import reasons
from tuanke.reports.domain.question import Question, parse_question
from tuanke.reports.models import Delivery
from tuanke.reports.selectors.offering import grammar, may_ask
from tuanke.reports.selectors.sheet import sheet_of
from tuanke.reports.selectors.telling import told
from tuanke.reports.selectors.wording import days_in_words
from tuanke.reports.services.answering import answer, last_day
from tuanke.reports.services.exporting import write
from tuanke.ui import formats

MAILED_ROWS = 50  # in the body; the workbook has all


class NotForThemError(Exception):
    """Why this person does not get it: a code of domain.reasons."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def compose(delivery: Delivery, *, at: datetime) -> EmailMultiAlternatives:
    """Raises NotForThemError."""
    staff, report = delivery.recipient, delivery.schedule.report
    if not settings.EMAIL_HOST:
        raise NotForThemError(reasons.NO_MAIL)
    if not staff.is_active:
        raise NotForThemError(reasons.NOT_ACTIVE)
    if not staff.viewer.may(Permission.REPORTS_VIEW):
        raise NotForThemError(reasons.NO_PERMISSION)
    if not staff.email:
        raise NotForThemError(reasons.NO_ADDRESS)
    if report.removed_at is not None:
        raise NotForThemError(reasons.REPORT_GONE)
    if not report.is_shared and report.by_id != staff.pk:
        raise NotForThemError(reasons.NOT_SHARED)
    with translation.override(get_preference(staff.pk).language):
        return _compose(delivery, _question(report.question, staff.viewer), at=at)


def _question(data: object, viewer: Viewer) -> Question:
    try:
        question = parse_question(data, grammar())
    except RuleError:
        raise NotForThemError(reasons.BROKEN) from None
    if not may_ask(question, viewer):
        raise NotForThemError(reasons.ASKS_TOO_MUCH)
    return question


def _compose(delivery: Delivery, question: Question, *, at: datetime) -> EmailMultiAlternatives:
    staff, report, as_of = delivery.recipient, delivery.schedule.report, last_day()
    if as_of is None:
        raise NotForThemError(reasons.NO_FIGURES)
    found = answer(question, staff.viewer, as_of=as_of, at=at)
    sheet = sheet_of(found)
    url = f"{settings.BASE_URL}{reverse('reports:saved', args=[report.uid])}"
    context = {
        "report": report,
        "sheet": sheet,
        "lines": sheet.lines[:MAILED_ROWS],
        "left": max(0, len(sheet.lines) - MAILED_ROWS),
        "sentence": told(found),
        "days": days_in_words(found.days),
        "as_of": as_of,
        "url": url,
    }
    text = "\n".join([report.name, days_in_words(found.days), told(found), url])
    subject = _("%(report)s, %(day)s") % {"report": report.name, "day": formats.day(as_of)}
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [staff.email])
    message.extra_headers["Message-ID"] = f"<{delivery.uid}@tuanke>"
    message.attach_alternative(render_to_string("reports/mail.html", context), "text/html")
    if staff.viewer.may(Permission.CUSTOMERS_EXPORT):
        file = io.BytesIO()
        write(sheet, file, "xlsx")
        message.attach(f"report-{as_of:%Y%m%d}.xlsx", file.getvalue(), TYPES["xlsx"])
    return message
