"""The files that came in: what became of each, and what can still be done about it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.imports.selectors.batches import find_batch_of_run, get_batch, list_batches
from tuanke.platform.imports.services import receiving
from tuanke.platform.imports.web.waterfall import waterfall
from tuanke.platform.jobs.services import queue
from tuanke.ui.files import wording
from tuanke.ui.found import or_404
from tuanke.ui.paging import page_of


@needs(Permission.IMPORTS_RUN)
def batch_list(request: HttpRequest) -> HttpResponse:
    return render(request, "imports/batch_list.html", {"page": page_of(list_batches(), request)})


@needs(Permission.IMPORTS_RUN)
def batch_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    batch = or_404(get_batch, uid)
    if batch.awaits_confirmation:
        return redirect("imports:start" if batch.source else "imports:columns", uid=batch.uid)
    context: dict[str, Any] = {"batch": batch, "waterfall": waterfall(batch)}
    if batch.refusal:
        context["refusal"] = wording.refusal_sentence(batch.refusal["code"], batch.refusal["params"])
    return render(request, "imports/batch.html", context)


@needs(Permission.IMPORTS_RUN)
def of_run(_request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    batch = find_batch_of_run(uid)
    if batch is None:
        raise Http404
    return redirect("imports:batch", uid=batch.uid)


@needs(Permission.IMPORTS_RUN)
@require_POST
def cancel(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    batch = or_404(get_batch, uid)
    if batch.run:
        queue.request_cancel(batch.run)
        messages.info(request, _("The import stops after its current step; what is written stays."))
    return redirect("imports:batch", uid=batch.uid)


@needs(Permission.IMPORTS_RUN)
def undo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What taking back means, then the work runs in the background."""
    batch = or_404(get_batch, uid)
    if not batch.may_undo:
        return redirect("imports:batch", uid=batch.uid)
    if request.method == "POST":
        receiving.start_undo(batch=batch, at=timezone.now(), by=viewer_of(request).staff_id)
        return redirect("imports:batch", uid=batch.uid)
    return render(request, "imports/undo.html", {"batch": batch})


@needs(Permission.IMPORTS_RUN)
def rejects(_request: HttpRequest, uid: uuid.UUID) -> FileResponse:
    """The rejected rows as they were, each with its line and reason: correct and import this file."""
    batch = or_404(get_batch, uid)
    path = receiving.rejects_path(batch)
    if not batch.rejected or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{batch.file_name}-rejects.csv")
