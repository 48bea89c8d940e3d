"""The shop's words for needs, and what customers said they need."""

import uuid
from datetime import datetime

from django.db import transaction

from tuanke.customers.models import Customer, Need, StatedNeed
from tuanke.customers.selectors.needs import Word, find_word
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail

LONGEST = 60


class NeedError(ValueError):
    """`code`: blank, too_long, taken, or unknown (no such word, or it is put away)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_word(*, name: str, kind: str, by: int, at: datetime) -> Need:
    """Raises NeedError."""
    row = Need.objects.create(code=uuid.uuid4().hex, kind=Need.Kind(kind), name=_checked(name))
    _note("need.added", row, by=by, at=at)
    return row


@transaction.atomic
def rename_word(*, word: Word, name: str, by: int, at: datetime) -> None:
    """Everywhere at once; what customers stated stays stated. Raises NeedError."""
    row = _row(word)
    row.name = _checked(name, but=row.code)
    row.save(update_fields=["name"])
    _note("need.renamed", row, by=by, at=at)


@transaction.atomic
def set_word_archived(*, word: Word, archived: bool, by: int, at: datetime) -> None:
    """One that is put away is offered no more; who stated it keeps it."""
    row = _row(word)
    row.archived_at = at if archived else None
    row.save(update_fields=["archived_at"])
    _note("need.archived" if archived else "need.brought_back", row, by=by, at=at)


@transaction.atomic
def state_need(*, customer: Customer, code: str, note: str, by: int, at: datetime) -> StatedNeed:
    """The customer said so; said again, the newer words count. Raises NeedError."""
    word = find_word(code)
    if word is None or word.archived_at is not None:
        raise NeedError("unknown")
    bump(customer.pk)
    row, _ = StatedNeed.objects.update_or_create(
        customer=customer, need=_row(word), defaults={"note": note.strip()[:200], "by_id": by, "at": at}
    )
    trail.record(action="need.stated", target=customer, by=by, at=at, changes={"need": word.name})
    mark_dirty([customer.pk])
    return row


@transaction.atomic
def withdraw_need(*, stated: StatedNeed, by: int, at: datetime) -> None:
    """The customer needs it no more."""
    bump(stated.customer_id)
    changes = {"need": str(stated.need)}
    trail.record(action="need.withdrawn", target=stated.customer, by=by, at=at, changes=changes)
    StatedNeed.objects.filter(pk=stated.pk).delete()
    mark_dirty([stated.customer_id])


def _row(word: Word) -> Need:
    row, _ = Need.objects.get_or_create(code=word.code, defaults={"kind": word.kind})
    return row


def _checked(name: str, *, but: str = "") -> str:
    plain = name.strip()
    if not plain:
        raise NeedError("blank")
    if len(plain) > LONGEST:
        raise NeedError("too_long")
    if Need.objects.filter(name__iexact=plain).exclude(code=but).exists():
        raise NeedError("taken")
    return plain


def _note(action: str, row: Need, *, by: int, at: datetime) -> None:
    trail.record(action=action, target=("need", row.code), by=by, at=at, changes={"name": str(row)})
