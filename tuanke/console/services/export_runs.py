"""Exports too long for one request: written by a job into a file that waits a day for whoever asked."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from tuanke.console.selectors.customer_list import ask
from tuanke.console.services.exporting import Export, Report, write
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.jobs.services import queue
from tuanke.platform.preferences.selectors.preferences import get_preference

JOB = "console.export"
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Order:
    """What a job needs to know to write an export as it was asked for."""

    values: Mapping[str, str]
    columns: Sequence[str]
    format: str
    with_numbers: bool


def begin(order: Order, *, by: int, at: datetime) -> Any:
    """Queue it; gives the run to watch."""
    arguments = {
        "file": f"{uuid.uuid4()}.{order.format}",
        "values": dict(order.values),
        "columns": list(order.columns),
        "format": order.format,
        "with_numbers": order.with_numbers,
        "staff_id": by,
    }
    return queue.start(JOB, at=at, by=by, **arguments)


def file_of(run: Any) -> Path:
    return _folder() / str(run.arguments["file"])


def is_ready(run: Any, *, at: datetime) -> bool:
    """It is written, and its day is not over."""
    return run.state == "done" and at - run.finished_at <= KEPT_FOR and file_of(run).exists()


def write_file(order: Order, *, staff_id: int, file: str, at: datetime, report: Report) -> None:
    """With the rights the person has now. Raises Staff.DoesNotExist for one who may no longer sign in."""
    viewer = list_staff().get(pk=staff_id, is_active=True).viewer
    _folder().mkdir(parents=True, exist_ok=True)
    part = _folder() / f"{file}.part"
    with translation.override(get_preference(staff_id).language), part.open("wb") as out:
        listed = ask(viewer, order.values, order.columns, at=at)
        write(Export(listed, order.format, order.with_numbers), out, at=at, report=report)
    part.rename(_folder() / file)


def remove_old(*, at: datetime) -> None:
    """Files nobody may fetch any more."""
    oldest = (at - KEPT_FOR).timestamp()
    for path in _folder().glob("*.*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "exports"
