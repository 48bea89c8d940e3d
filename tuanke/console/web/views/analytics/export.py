"""A report as a file; every export is on record."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tuanke.console.selectors.analytics.tables import TABLES
from tuanke.console.services.report_export import put_on_record
from tuanke.kit.files.writing import TYPES, WRITERS
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of


@needs(Permission.ANALYTICS_VIEW)
@require_POST
def export(request: HttpRequest, report: str) -> HttpResponse:
    if report not in TABLES:
        raise Http404
    viewer, at = viewer_of(request), timezone.now()
    chosen = "csv" if request.POST.get("format") == "csv" else "xlsx"
    header, rows = TABLES[report](viewer)
    put_on_record(report=report, rows=len(rows), file_format=chosen, by=viewer.staff_id, at=at)
    file = io.BytesIO()
    WRITERS[chosen](file, header, rows)
    name = f"{report}-{timezone.localdate():%Y%m%d}.{chosen}"
    headers = {"Content-Type": TYPES[chosen], "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file.getvalue(), headers=headers)
