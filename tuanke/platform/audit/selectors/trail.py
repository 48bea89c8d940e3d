from collections.abc import Sequence

from django.db.models import QuerySet

from tuanke.platform.audit.domain.chain import first_break
from tuanke.platform.audit.models import AuditEntry


def list_entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.order_by("-pk")


def list_entries_about(target_type: str, target_id: str, actions: Sequence[str]) -> QuerySet[AuditEntry]:
    """What was done to one thing, the latest first; named as `services.trail` names targets."""
    return list_entries().filter(target_type=target_type, target_id=target_id, action__in=actions)


def latest_action(actions: Sequence[str]) -> str | None:
    """Which of these actions was noted last."""
    return list_entries().filter(action__in=actions).values_list("action", flat=True).first()


def find_first_break() -> int | None:
    """The id of the first entry that was changed, removed or put in since it was written; None if none."""
    rows = AuditEntry.objects.order_by("pk").iterator(chunk_size=2_000)
    return first_break((entry.pk, entry.hash, entry.content) for entry in rows)
