"""A file on its way in, in three steps: the file, its columns, a last look."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.kit.files.refusal import FileRefused
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.selectors.batches import get_batch
from tuanke.platform.imports.services import guessing, mappings, planning, receiving, sampling
from tuanke.platform.imports.web.columns import ColumnsForm, columns_context
from tuanke.platform.imports.web.waterfall import waterfall
from tuanke.ui.files import wording
from tuanke.ui.found import or_404

KINDS = ("orders", "contacts")


@needs(Permission.IMPORTS_RUN)
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1: the file, or two that belong together. Nothing is read yet."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            error = _("Choose a file first.")
        else:
            batch = receiving.receive(
                file=file,
                name=file.name or "",
                kind=guessing.DEFAULT,
                source="",
                at=timezone.now(),
                by=viewer_of(request).staff_id,
            )
            details = request.FILES.get("details")
            if details is not None:
                receiving.add_companion(batch=batch, file=details, name=details.name or "")
            return redirect("imports:columns", uid=batch.uid)
    return render(request, "imports/upload.html", {"error": error}, status=422 if error else 200)


@needs(Permission.IMPORTS_RUN)
def columns(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Step 2: which column is which, with what the file really holds beside it."""
    batch = or_404(get_batch, uid)
    if not batch.awaits_confirmation:
        return redirect("imports:batch", uid=batch.uid)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    try:
        if batch.companion_path:
            _put_in_order(batch)
        guess = guessing.guess(receiving.source_path(batch), asked if asked in KINDS else "")
    except FileRefused as refusal:
        return _refused(request, batch, refusal)
    known = mappings.recall(header=guess.sheet.header, kind=guess.kind)
    form = ColumnsForm(guess, known, request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            _settle(batch, guess.kind, form)
            return redirect("imports:start", uid=batch.uid)
        except FileRefused as refusal:
            error = wording.refusal_sentence(refusal.code, refusal.params)
    context = {"batch": batch, "error": error, **columns_context(guess, form)}
    return render(request, "imports/columns.html", context, status=422 if request.method == "POST" else 200)


def _put_in_order(batch: ImportBatch) -> None:
    """The orders first, their lines second, in whatever order they were chosen. Raises FileRefused."""
    companion = receiving.companion_path(batch)
    if companion and guessing.order_of_pair(receiving.source_path(batch), companion) == (1, 0):
        receiving.swap_companion(batch=batch)


def _settle(batch: ImportBatch, kind: str, form: ColumnsForm) -> None:
    """Raises FileRefused when a required key is left without a column."""
    reading = planning.settle(
        receiving.source_path(batch),
        mapping=form.mapping,
        preset=form.preset,
        source=form.source,
        kind=kind,
        companion=receiving.companion_path(batch),
    )
    receiving.set_up(batch=batch, kind=kind, preset=form.preset, mapping=form.mapping, source=reading.source)
    if form.mapping:
        mappings.remember(
            header=reading.file.header,
            kind=kind,
            mapping=form.mapping,
            source=reading.source,
            at=timezone.now(),
        )


def _refused(request: HttpRequest, batch: ImportBatch, refusal: FileRefused) -> HttpResponse:
    sentence = wording.refusal_sentence(refusal.code, refusal.params)
    context = {"error": f"{batch.file_name}: {sentence}"}
    return render(request, "imports/upload.html", context, status=422)


@needs(Permission.IMPORTS_RUN)
def start(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Step 3: a last look, then the work runs in the background."""
    batch = or_404(get_batch, uid)
    if not batch.may_start or batch.refusal:
        return _to_the_account(request, batch)
    if request.method == "POST":
        receiving.start(batch=batch, at=timezone.now(), by=viewer_of(request).staff_id)
        return redirect("imports:batch", uid=batch.uid)
    if request.headers.get("HX-Request") and not batch.is_staged:
        return HttpResponse(status=204)  # the page asks every second; the file is not read again for that
    context: dict[str, Any] = {
        "batch": batch,
        "sample": sampling.sample(batch),
        "waterfall": waterfall(batch) if batch.is_staged else None,
    }
    return render(request, "imports/start.html", context)


def _to_the_account(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """The whole browser goes there, also when only a part of the page asked: the check may end in a refusal."""
    url = reverse("imports:batch", args=[batch.uid])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
