from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.services import preferences


@open_to(SIGNED_IN)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    try:
        preferences.choose_language(
            staff_id=viewer_of(request).staff_id, language=request.POST.get("language", "")
        )
    except ValueError:
        return HttpResponseBadRequest()
    return _back(request)


@open_to(SIGNED_IN)
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    try:
        preferences.choose_theme(staff_id=viewer_of(request).staff_id, theme=request.POST.get("theme", ""))
    except ValueError:
        return HttpResponseBadRequest()
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "console:home"
    return redirect(target)
