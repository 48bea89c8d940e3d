import uuid

from django.db.models import QuerySet

from tuanke.platform.accounts.domain.tokens import fingerprint
from tuanke.platform.accounts.models import ApiToken


def list_tokens() -> QuerySet[ApiToken]:
    """Those that are out first, the newest on top."""
    return ApiToken.objects.select_related("created_by").order_by("revoked_at", "-created_at")


def get_token(uid: uuid.UUID) -> ApiToken:
    """Raises ApiToken.DoesNotExist."""
    return ApiToken.objects.get(uid=uid)


def find_live_token(text: str) -> ApiToken | None:
    """The token that this text is, if it still lets anybody in."""
    found = ApiToken.objects.select_related("created_by").filter(token_hash=fingerprint(text)).first()
    return found if found is not None and found.is_live else None
