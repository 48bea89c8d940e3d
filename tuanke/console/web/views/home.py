from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tuanke.console.web.navigation import pages_for
from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to
from tuanke.platform.accounts.selectors.viewer import viewer_of


@open_to(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The first page the person may open: today's list for most."""
    return redirect(pages_for(viewer_of(request))[0].url_name)
