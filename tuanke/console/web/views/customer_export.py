"""The list as a file: at once where it is short, else by a job whose page offers it for a day."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.console.services import export_runs
from tuanke.console.services.exporting import Export, ReasonMissingError, put_on_record, write
from tuanke.console.web.asked_list import asked_list, asked_values, list_address
from tuanke.kit.files.writing import TYPES
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.jobs.selectors.runs import get_run
from tuanke.ui.found import or_404

AT_ONCE = 20_000  # customers; more are written by a job


@needs(Permission.CUSTOMERS_EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    sent, query = request.POST, QueryDict(request.POST.get("query", "")[:2000])
    listed, by, at = asked_list(request, query), viewer_of(request).staff_id, timezone.now()
    chosen = "csv" if sent.get("format") == "csv" else "xlsx"
    wanted = Export(listed, chosen, with_numbers="numbers" in sent, reason=sent.get("reason", ""))
    try:
        put_on_record(wanted, by=by, at=at)
    except ReasonMissingError:
        messages.error(request, _("Say why you need the numbers in full: it is kept on record."))
        return redirect(list_address(query.urlencode()))
    if listed.everybody.values("pk")[: AT_ONCE + 1].count() > AT_ONCE:
        columns = [column.key for column in listed.columns]
        order = export_runs.Order(asked_values(query), columns, chosen, wanted.shows_numbers)
        return redirect("console:export_run", uid=export_runs.begin(order, by=by, at=at).uid)
    file = io.BytesIO()
    write(wanted, file, at=at)
    return HttpResponse(file.getvalue(), headers=_headers(chosen))


@needs(Permission.CUSTOMERS_EXPORT)
def run_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    run = _run(uid)
    is_ready = _is_own(request, run) and export_runs.is_ready(run, at=timezone.now())
    context = {"run": run, "is_ready": is_ready}
    return render(request, "console/export_run.html", context)


@needs(Permission.CUSTOMERS_EXPORT)
def fetch(request: HttpRequest, uid: uuid.UUID) -> HttpResponseBase:
    run = _run(uid)
    if not _is_own(request, run) or not export_runs.is_ready(run, at=timezone.now()):
        raise Http404
    return FileResponse(export_runs.file_of(run).open("rb"), headers=_headers(run.arguments["format"]))


def _run(uid: uuid.UUID) -> Any:
    run = or_404(get_run, uid)
    if run.job != export_runs.JOB:
        raise Http404
    return run


def _is_own(request: HttpRequest, run: Any) -> bool:
    """The file is for whoever asked for it: it is masked for their role and scope."""
    return bool(run.by_id == viewer_of(request).staff_id)


def _headers(chosen: str) -> dict[str, str]:
    name = f"customers-{timezone.localdate():%Y%m%d}.{chosen}"
    return {"Content-Type": TYPES[chosen], "Content-Disposition": f'attachment; filename="{name}"'}
