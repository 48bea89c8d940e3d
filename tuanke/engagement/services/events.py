"""Writing the timeline. A bulk change passes a SELECT, so that no row goes through Python."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from tuanke.engagement.models import CustomerEvent


def record(
    *,
    customer_id: int,
    verb: str,
    at: datetime,
    by: int | None = None,
    detail: Mapping[str, Any] | None = None,
    about: tuple[str, uuid.UUID] | None = None,
) -> CustomerEvent:
    """Append one event in the caller's transaction; `about` is (type, uid) of the thing it concerns."""
    kind, uid = about or ("", None)
    return CustomerEvent.objects.create(
        customer_id=customer_id,
        verb=verb,
        object_type=kind,
        object_uid=uid,
        detail=json.loads(json.dumps(detail or {}, default=str)),
        actor_id=by,
        occurred_at=at,
    )


def record_each(select: str, parameters: Mapping[str, Any], *, by: int | None = None) -> int:
    """Append what `select` yields: customer_id, verb, object_type, object_uid, detail (jsonb), occurred_at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engagement_customerevent"
            " (customer_id, verb, object_type, object_uid, detail, occurred_at, actor_id)"
            f" SELECT told.*, %(actor)s FROM ({select}) AS told",
            {**parameters, "actor": by},
        )
        return int(cursor.rowcount)


def purge_about(select_uids: str, parameters: Mapping[str, Any]) -> None:
    """Remove the events about things that are taken back; only where the transaction allows purging."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM engagement_customerevent WHERE object_uid IN ({select_uids})", parameters
        )
