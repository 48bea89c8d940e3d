from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tuanke.console.web.first_steps import is_new_shop, standing
from tuanke.console.web.navigation import pages_for
from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of


@open_to(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The first page the person may open: today's list for most. A new shop begins with its first steps."""
    viewer = viewer_of(request)
    hides = request.preference.hides_first_steps  # type: ignore[attr-defined]
    if viewer.may(Permission.IMPORTS_RUN) and not hides and is_new_shop():
        return redirect("console:first_steps")
    return redirect(pages_for(viewer)[0].url_name)


@open_to(SIGNED_IN)
def first_steps(request: HttpRequest) -> HttpResponse:
    return render(request, "console/first_steps.html", {"standing": standing(viewer_of(request))})
