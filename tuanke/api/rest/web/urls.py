from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from tuanke.api.rest.domain.problems import ProblemError
from tuanke.api.rest.web.api import api
from tuanke.api.rest.web.errors import answer
from tuanke.platform.accounts.domain.access import BY_TOKEN, open_to

app_name = "rest"
View = Callable[..., HttpResponse]


def _guarded(view: View) -> View:
    """Let in by the token it asks for; a method it does not know is a problem like any other."""

    @csrf_exempt  # a token is in no cookie: nobody else's page can send it
    @open_to(BY_TOKEN)
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allowed = {"Allow": response["Allow"]}
            return answer(request, ProblemError(405, "not_allowed", headers=allowed))
        return response

    return guarded


urlpatterns = [
    path(str(pattern.pattern), _guarded(pattern.callback), name=pattern.name)
    for pattern in api.urls[0]
    if isinstance(pattern, URLPattern) and pattern.name != "api-root"
]
