import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from tuanke.platform.audit.domain.chain import GENESIS, entry_hash
from tuanke.platform.audit.models import AuditEntry

CHAIN_LOCK = 7_001  # advisory lock: one writer extends the chain at a time, until its commit


def record(
    *,
    action: str,
    at: datetime,
    by: int | None,
    target: models.Model | tuple[str, str],
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry in the caller's transaction: no audit, no change.

    `by` is the staff id, None for the system. Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an audit entry belongs to the transaction of its change"
        )
    target_type, target_id = _name(target)
    entry = AuditEntry(
        at=at.astimezone(UTC),
        by_id=by,
        action=action,
        target_type=target_type,
        target_id=target_id,
        changes=json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder)),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    entry.hash = entry_hash(_last_hash(), entry.content)
    entry.save(force_insert=True)
    return entry


def _last_hash() -> str:
    return AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS


def _name(target: models.Model | tuple[str, str]) -> tuple[str, str]:
    if isinstance(target, tuple):
        return target
    return type(target).__name__.lower(), str(getattr(target, "uid", None) or target.pk)
