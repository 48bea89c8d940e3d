"""Tokens for programs: shown once, kept as a hash, taken back at any time."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tuanke.platform.accounts.domain.tokens import PREFIX, RANDOM_BYTES, TokenScope, fingerprint
from tuanke.platform.accounts.models import ApiToken, Staff
from tuanke.platform.audit.services import trail

NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def create_token(*, name: str, scopes: Sequence[TokenScope], by: int, at: datetime) -> tuple[ApiToken, str]:
    """The token and its text, which nobody can look up afterwards. Raises ValidationError."""
    text = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken(
        name=name.strip(),
        token_hash=fingerprint(text),
        tail=text[-4:],
        scopes=[scope.value for scope in scopes],
        created_by_id=by,
        password_mark=Staff.objects.get(pk=by).get_session_auth_hash(),
        created_at=at,
    )
    token.full_clean(exclude=["uid"])
    token.save()
    changes = {"name": token.name, "scopes": token.scopes}
    trail.record(action="token.created", target=("apitoken", str(token.pk)), by=by, at=at, changes=changes)
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: int, at: datetime) -> None:
    """It lets nobody in from now on; done twice, the first time counts."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        changes = {"name": token.name}
        trail.record(
            action="token.revoked", target=("apitoken", str(token.pk)), by=by, at=at, changes=changes
        )


def note_use(*, token: ApiToken, at: datetime) -> None:
    """When it was last used, to the minute: a busy program writes its row once a minute."""
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - NOTED_EVERY)
    ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=at)
