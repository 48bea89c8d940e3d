"""Everything that can go wrong, as problem+json."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tuanke.api.rest.domain.problems import MEDIA_TYPE, ProblemError, flaws_of

BODY = 2  # ("body", name of the argument, …)
WAITED_IN_VAIN = {"55P03", "40P01"}  # lock_not_available, deadlock_detected


def answer(_request: HttpRequest, error: ProblemError) -> HttpResponse:
    problem = error.problem
    return HttpResponse(
        problem.model_dump_json(), status=problem.status, content_type=MEDIA_TYPE, headers=dict(error.headers)
    )


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(request, ProblemError(422, "invalid", flaws=flaws_of(error.errors, within=BODY)))


def too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return answer(request, ProblemError(413, "too_large"))


def unparsable(request: HttpRequest, _error: HttpError) -> HttpResponse:
    """Ninja says so when the body is no JSON."""
    return answer(request, ProblemError(400, "unparsable"))


def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Somebody holds what this request needs; nothing of it was kept."""
    if getattr(error.__cause__, "sqlstate", "") not in WAITED_IN_VAIN:
        raise error
    return answer(request, ProblemError(409, "busy", headers={"Retry-After": "1"}))


HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    ProblemError: answer,
    ValidationError: invalid,
    HttpError: unparsable,
    RequestDataTooBig: too_large,
    OperationalError: busy,
}


def answer_with_problems(api: NinjaAPI) -> None:
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
