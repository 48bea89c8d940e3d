"""Lists kept by hand, and customers put into a segment or kept out of it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tuanke.customers.selectors.pasted import Pasted, find_pasted
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.services import lists
from tuanke.segments.web.found import asked_text, segment_or_404

SHOWN = 5
LIST = Segment.Kind.STATIC


@needs(Permission.SEGMENTS_EDIT)
def new_list(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "segments/list_form.html", {})
    sent = {name: asked_text(request, name) for name in ("name", "reason", "customers")}
    viewer = viewer_of(request)
    pasted = find_pasted(viewer, sent["customers"])
    try:
        made = lists.add_list(
            name=sent["name"],
            customer_ids=pasted.found,
            reason=sent["reason"],
            by=viewer.staff_id,
            at=timezone.now(),
        )
    except ValidationError as error:
        context = {**sent, "name_error": " ".join(error.messages)}
        return render(request, "segments/list_form.html", context, status=422)
    except lists.ReasonMissingError:
        return render(request, "segments/list_form.html", {**sent, "reason_error": True}, status=422)
    _tell(request, pasted)
    return redirect("segments:one", uid=made.uid)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def put_in(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Pasted customers onto a list."""
    pasted = _change(request, uid, lists.put_in)
    if pasted:
        _tell(request, pasted)
    return redirect("segments:one", uid=uid)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def take_out(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    if _change(request, uid, lists.take_out):
        messages.success(request, _("Taken off the list."))
    return redirect("segments:one", uid=uid)


def _change(request: HttpRequest, uid: uuid.UUID, change: Callable[..., None]) -> Pasted | None:
    """None, and said why, where no reason is given."""
    segment, viewer = segment_or_404(uid, kind=LIST), viewer_of(request)
    pasted = find_pasted(viewer, asked_text(request, "customers"))
    ids, by, at = pasted.found, viewer.staff_id, timezone.now()
    try:
        change(segment=segment, customer_ids=ids, reason=asked_text(request, "reason"), by=by, at=at)
    except lists.ReasonMissingError:
        messages.error(request, _("Say why: it is kept with the list."))
        return None
    return pasted


def _tell(request: HttpRequest, pasted: Pasted) -> None:
    """How many were found, and what stood for nobody."""
    n = len(pasted.found)
    told = ngettext("%(n)s customer is on the list.", "%(n)s customers are on the list.", n) % {"n": n}
    messages.success(request, told)
    if pasted.unknown:
        shown = {"n": len(pasted.unknown), "some": _(", ").join(pasted.unknown[:SHOWN])}
        messages.warning(request, _("Not found in the archive: %(n)s, such as %(some)s.") % shown)
    if pasted.cut:
        messages.warning(request, _("Too many at once: the last %(n)s were not read.") % {"n": pasted.cut})
