"""One mail: composed with what its recipient may see, handed over, and what became of it written down.

A mail server cannot be asked twice whether it took a mail. So a delivery is marked before it is handed over: one
that stopped in between is told as such and sent again only by hand, never twice by itself.
"""

import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F

from tuanke.platform.jobs.services import queue
from tuanke.reports.domain import reasons
from tuanke.reports.models import Delivery
from tuanke.reports.services.composing import NotForThemError, compose
from tuanke.reports.services.scheduling import JOB

ATTEMPTS = 3
PAUSE = timedelta(minutes=10)  # before another attempt, times the attempts made
STOPPED_AFTER = timedelta(minutes=5)  # longer than any mail server is waited for
PERMANENT = 500  # codes of a mail server from which on it will not do, ever
State = Delivery.State


def deliver(delivery_id: int, *, at: datetime) -> None:
    """Unless it is not waiting any more, or its time has not come. Asked twice it is sent once."""
    rows = Delivery.objects.select_related("schedule__report", "recipient")
    delivery = rows.filter(pk=delivery_id, state=State.WAITING, not_before__lte=at).first()
    if delivery is None:
        return
    try:
        message = compose(delivery, at=at)
    except NotForThemError as error:
        _become(delivery, State.SKIPPED, error.reason, at=at, instead_of=State.WAITING)
        return
    if not _become(delivery, State.SENDING, "", at=at, instead_of=State.WAITING):
        return  # another worker has it
    _send(delivery, message, at=at)


def look_after(*, at: datetime) -> None:
    """Whatever waits is queued again, should its job be lost; what stopped in the middle is told."""
    stopped = Delivery.objects.filter(state=State.SENDING, changed_at__lt=at - STOPPED_AFTER)
    stopped.update(state=State.FAILED, reason=reasons.STOPPED, changed_at=at)
    waiting = Delivery.objects.filter(state=State.WAITING, not_before__lte=at)
    for pk in waiting.values_list("pk", flat=True):
        queue.enqueue(JOB, once=True, delivery_id=pk)


def _send(delivery: Delivery, message: EmailMultiAlternatives, *, at: datetime) -> None:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _again(delivery, error, at=at)  # nothing was handed over
        return
    message.connection = connection
    try:
        message.send()
    except smtplib.SMTPResponseException as error:
        _refused(delivery, error, error.smtp_code, at=at)
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (PERMANENT, b""))[0]
        _refused(delivery, error, code, at=at)
    except (OSError, smtplib.SMTPException):
        _become(delivery, State.FAILED, reasons.UNCLEAR, at=at)
    else:
        _become(delivery, State.SENT, "", at=at)
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """The mail is decided on by now, whatever the parting says."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _refused(delivery: Delivery, error: Exception, code: int, *, at: datetime) -> None:
    """The server did not take it: for good, or for now."""
    if code >= PERMANENT:
        _become(delivery, State.FAILED, _said(error), at=at)
    else:
        _again(delivery, error, at=at)


def _again(delivery: Delivery, error: Exception, *, at: datetime) -> None:
    attempts = delivery.attempts + 1
    if attempts >= ATTEMPTS:
        _become(delivery, State.FAILED, _said(error), at=at)
        return
    _become(delivery, State.WAITING, _said(error), at=at)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1, not_before=at + PAUSE * attempts
    )


@transaction.atomic
def _become(
    delivery: Delivery, state: str, reason: str, *, at: datetime, instead_of: str = State.SENDING
) -> bool:
    rows = Delivery.objects.filter(pk=delivery.pk, state=instead_of)
    return bool(rows.update(state=state, reason=reason[:300], changed_at=at))


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        told = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        return f"{error.smtp_code} {told}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (PERMANENT, b""))
        return f"{code} {text.decode('utf-8', 'replace')}"
    return str(error) or type(error).__name__
