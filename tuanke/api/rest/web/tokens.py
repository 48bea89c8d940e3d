from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from tuanke.api.rest.domain.problems import ProblemError
from tuanke.api.rest.services import limiting
from tuanke.platform.accounts.domain.tokens import TokenScope
from tuanke.platform.accounts.selectors.tokens import find_live_token
from tuanke.platform.accounts.services.tokens import note_use


class TokenAuth(HttpBearer):
    """A live token with this scope, within its share of requests; `request.auth` is its id."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> int:
        found = super().__call__(request)
        if found is None:
            raise ProblemError(401, "no_token", headers={"WWW-Authenticate": "Bearer"})
        return int(found)

    def authenticate(self, request: HttpRequest, token: str) -> int | None:  # noqa: ARG002
        known, now = find_live_token(token), timezone.now()
        if known is None:
            return None
        wait = limiting.seconds_to_wait(token_id=known.pk, at=now)
        if wait:
            raise ProblemError(429, "too_many_requests", headers={"Retry-After": str(wait)})
        if self.scope.value not in known.scopes:
            raise ProblemError(403, "out_of_scope")
        note_use(token=known, at=now)
        return known.pk
