"""Reports a shop keeps; what concerns everybody is on record."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tuanke.platform.audit.services import trail
from tuanke.reports.domain.question import Question, question_to_json
from tuanke.reports.models import SavedReport

OWN_FIELDS = ["uid", "question"]


@transaction.atomic
def save_report(*, name: str, question: Question, is_shared: bool, by: int, at: datetime) -> SavedReport:
    """Raises ValidationError for a name that is blank, too long or in use."""
    report = SavedReport(
        name=name.strip(), question=question_to_json(question), is_shared=is_shared, by_id=by, created_at=at
    )
    report.full_clean(exclude=OWN_FIELDS)
    report.save(force_insert=True)
    report.refresh_from_db(fields=["uid"])
    _note(report, "saved", by=by, at=at)
    return report


@transaction.atomic
def rename_report(*, report: SavedReport, name: str, by: int, at: datetime) -> None:
    """Raises ValidationError as save_report does."""
    report.name = name.strip()
    report.full_clean(exclude=OWN_FIELDS)
    report.save(update_fields=["name"])
    _note(report, "renamed", by=by, at=at)


@transaction.atomic
def change_report(*, report: SavedReport, question: Question, by: int, at: datetime) -> None:
    """It asks something else from now on."""
    report.question = question_to_json(question)
    report.save(update_fields=["question"])
    _note(report, "changed", by=by, at=at)


@transaction.atomic
def share_report(*, report: SavedReport, is_shared: bool, by: int, at: datetime) -> None:
    report.is_shared = is_shared
    report.save(update_fields=["is_shared"])
    trail.record(action="report.shared", target=report, by=by, at=at, changes={"shared": is_shared})


@transaction.atomic
def remove_report(*, report: SavedReport, by: int, at: datetime) -> None:
    """Nothing of it is sent any more until it is restored."""
    report.removed_at = at
    report.save(update_fields=["removed_at"])
    _note(report, "removed", by=by, at=at)


@transaction.atomic
def restore_report(*, report: SavedReport, by: int, at: datetime) -> None:
    """Undoes remove_report. Raises ValidationError where the name is in use again."""
    report.removed_at = None
    report.full_clean(exclude=OWN_FIELDS)
    report.save(update_fields=["removed_at"])
    _note(report, "restored", by=by, at=at)


def _note(report: SavedReport, what: str, *, by: int, at: datetime) -> None:
    if report.is_shared:
        changes: dict[str, Any] = {"name": report.name}
        trail.record(action=f"report.{what}", target=report, by=by, at=at, changes=changes)
