from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.classes.domain.dimensions import DIMENSIONS, may_be_class
from tuanke.classes.selectors.changes import first_change_on, list_feed
from tuanke.classes.selectors.names import DIMENSION_NAMES
from tuanke.classes.selectors.options import class_options
from tuanke.classes.selectors.wording import causes
from tuanke.classes.web.people import changed_line
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.paging import page_of


@needs(Permission.CUSTOMERS_VIEW)
def feed(request: HttpRequest) -> HttpResponse:
    """Who changed class when and why, the newest first."""
    viewer = viewer_of(request)
    dimension = request.GET.get("dimension", "")
    dimension = dimension if dimension in DIMENSIONS else ""
    code = request.GET.get("code", "")
    code = code if dimension and may_be_class(dimension, code) else ""
    cause = request.GET.get("cause", "")
    cause = cause if cause in causes() else ""
    page = page_of(list_feed(viewer, dimension=dimension, code=code, cause=cause), request)
    context = {
        "page": page,
        "lines": [changed_line(change, viewer) for change in page.rows],
        "dimension": dimension,
        "code": code,
        "cause": cause,
        "dimensions": DIMENSION_NAMES.items(),
        "codes": class_options(dimension).items() if dimension else (),
        "causes": causes().items(),
        "since": first_change_on(),
    }
    return render(request, "classes/changes.html", context)
