from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tuanke.console.web.navigation import pages_for
from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to


@open_to(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The first page the person may open: today's list for most."""
    return redirect(pages_for(request.viewer)[0].url_name)  # type: ignore[attr-defined]
