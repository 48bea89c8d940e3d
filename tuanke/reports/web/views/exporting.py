import io

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_POST

from tuanke.kit.files.writing import TYPES
from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.services import exporting
from tuanke.reports.services.answering import last_day
from tuanke.reports.web.asked import LONGEST
from tuanke.reports.web.reading import question_of


@needs(Permission.CUSTOMERS_EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The report of the address it comes from."""
    chosen = "csv" if request.POST.get("format") == "csv" else "xlsx"
    as_of = last_day()
    try:
        question = question_of(request, QueryDict(request.POST.get("query", "")[:LONGEST]))
    except RuleError:
        raise Http404 from None
    if as_of is None:
        raise Http404
    file = io.BytesIO()
    viewer = viewer_of(request)
    exporting.export(question, viewer, file, file_format=chosen, as_of=as_of, at=timezone.now())
    name = f"report-{as_of:%Y%m%d}.{chosen}"
    headers = {"Content-Type": TYPES[chosen], "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file.getvalue(), headers=headers)
