import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tuanke.console.selectors.customer_columns import reordered
from tuanke.console.web.asked_list import LIST, list_address
from tuanke.console.web.customer_rows import address
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.selectors.views import get_changeable_view
from tuanke.platform.preferences.services.preferences import choose_columns
from tuanke.platform.preferences.services.views import change_view


@needs(Permission.CUSTOMERS_VIEW)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the ticked columns in the order shown, one of them moved up where its arrow was pressed; or the usual.

    They are those of the view that is open, where one may change it, else one's own.
    """
    ticked, viewer = request.POST.getlist("column"), viewer_of(request)
    columns = [] if "reset" in request.POST else reordered(ticked, up=request.POST.get("up", ""))
    query = QueryDict(request.POST.get("query", "")[:2000])
    try:
        view = get_changeable_view(viewer, uuid.UUID(query.get("view", "")))
    except (ValueError, ObjectDoesNotExist):
        choose_columns(staff_id=viewer.staff_id, name=LIST, columns=columns)
        return redirect(list_address(address(query, view=None).removeprefix("?")))
    change_view(view=view, columns=columns, by=viewer.staff_id, at=timezone.now())
    return redirect(list_address(query.urlencode()))
