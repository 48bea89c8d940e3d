"""Acting once under an Idempotency-Key: the answer is kept in the transaction of its effect."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from tuanke.api.rest.domain.problems import ProblemError
from tuanke.api.rest.models import KeptAnswer

KEPT = timedelta(days=7)


@transaction.atomic
def answer_once(
    *, token_id: int, route: str, key: str, body: bytes, at: datetime, work: Callable[[], str]
) -> str:
    """The answer `work` gives, or the one it gave when this key came first.

    Raises ProblemError: 409 while another request with the key is being answered, 422 when the key came with
    another body. What `work` raises keeps nothing: the same key may try again.
    """
    if not take(f"{token_id} {route} {key}"):
        raise ProblemError(409, "in_flight", headers={"Retry-After": "1"})
    body_hash = hashlib.sha256(body).digest()
    kept = KeptAnswer.objects.filter(token_id=token_id, route=route, key=key).first()
    if kept is not None:
        if bytes(kept.body_hash) != body_hash:
            raise ProblemError(422, "idempotency_mismatch")
        return kept.content
    content = work()
    KeptAnswer.objects.create(
        token_id=token_id, route=route, key=key, body_hash=body_hash, content=content, at=at
    )
    return content


def take(name: str) -> bool:
    """Hold this name until the transaction ends; False where somebody else holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 7006))", [name])
        row = cursor.fetchone()
    return bool(row and row[0])


def forget_old(*, at: datetime) -> None:
    """Keys are remembered for a week; what they named stays known by its own name for ever."""
    KeptAnswer.objects.filter(at__lt=at - KEPT).delete()
