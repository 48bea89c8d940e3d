"""The shop's own words on how to treat a class or a segment."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tuanke.care.models import Playbook
from tuanke.platform.audit.services import trail

LONGEST = 500


class PlaybookError(ValueError):
    """`code`: blank (nothing is said), too_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Words:
    offer: str
    content: str
    service: str

    def checked(self) -> "Words":
        """Without blanks around. Raises PlaybookError."""
        trimmed = Words(self.offer.strip(), self.content.strip(), self.service.strip())
        if trimmed == Words("", "", ""):
            raise PlaybookError("blank")
        if max(map(len, asdict(trimmed).values())) > LONGEST:
            raise PlaybookError("too_long")
        return trimmed


def write_for_class(*, dimension: str, class_code: str, words: Words, by: int, at: datetime) -> None:
    """In place of the shipped words. Raises PlaybookError."""
    _write(words, by, at, dimension=dimension, class_code=class_code, segment=None)


def write_for_segment(*, segment_id: int, words: Words, by: int, at: datetime) -> None:
    """Raises PlaybookError."""
    _write(words, by, at, segment_id=segment_id)


def restore_class(*, dimension: str, class_code: str, by: int, at: datetime) -> None:
    """The shipped words count again."""
    _remove(Playbook.objects.filter(dimension=dimension, class_code=class_code, segment=None), by, at)


def remove_from_segment(*, segment_id: int, by: int, at: datetime) -> None:
    _remove(Playbook.objects.filter(segment=segment_id), by, at)


@transaction.atomic
def _write(words: Words, by: int, at: datetime, **of: Any) -> None:
    said = asdict(words.checked())
    values = {**said, "changed_by_id": by, "changed_at": at}
    row, _ = Playbook.objects.update_or_create(**of, defaults=values)
    trail.record(action="playbook.written", target=row, by=by, at=at, changes=said)


@transaction.atomic
def _remove(rows: QuerySet[Playbook], by: int, at: datetime) -> None:
    for row in rows.select_for_update():
        said = {"offer": row.offer, "content": row.content, "service": row.service}
        trail.record(action="playbook.removed", target=row, by=by, at=at, changes=said)
        row.delete()
