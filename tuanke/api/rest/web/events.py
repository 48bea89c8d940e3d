import re
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Router

from tuanke.api.rest.domain.events import EventBatch, EventReport
from tuanke.api.rest.domain.problems import Problem, ProblemError
from tuanke.api.rest.services import events
from tuanke.api.rest.services.answering import answer_once
from tuanke.api.rest.web.tokens import TokenAuth
from tuanke.platform.accounts.domain.tokens import TokenScope

router = Router(tags=["events"])
KEY = re.compile(r"[!-~]{1,255}")
PROBLEMS = dict.fromkeys((400, 401, 403, 409, 413, 422, 429), Problem)


@router.post(
    "/events",
    auth=TokenAuth(TokenScope.EVENTS_WRITE),
    response={200: EventReport, **PROBLEMS},
    operation_id="postEvents",
    summary="Report what customers and visitors did",
    url_name="events",
)
def post_events(
    request: HttpRequest,
    batch: EventBatch,
    idempotency_key: Annotated[str | None, Header(None, alias="Idempotency-Key", max_length=255)],
) -> HttpResponse:
    """Up to 1,000 at a time, each accepted, found a duplicate or rejected with its reason; late ones are taken.

    A customer is named by uid, by mobile number or as a source calls them. Who is nobody's customer yet is
    kept as a visitor and becomes the customer when that number or name appears in the archive.
    """
    at = timezone.now()

    def work() -> str:
        return events.receive(batch, at=at).model_dump_json()

    if idempotency_key is None:
        return _answer(work())
    if not KEY.fullmatch(idempotency_key):
        raise ProblemError(400, "idempotency_key")
    token_id: int = request.auth  # type: ignore[attr-defined]
    return _answer(
        answer_once(
            token_id=token_id, route="events", key=idempotency_key, body=request.body, at=at, work=work
        )
    )


def _answer(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/json")
