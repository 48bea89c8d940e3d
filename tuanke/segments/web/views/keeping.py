"""Short ways to change a segment: save filters as one, archive it, take that back, keep a snapshot, combine two."""

import json
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.selectors.overlap import as_rules, overlap
from tuanke.segments.selectors.segments import get_archived, get_segment
from tuanke.segments.services import lists, segments
from tuanke.segments.web.checked import load
from tuanke.segments.web.found import segment_or_404
from tuanke.ui.found import or_404


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a rule under a name; it comes from the customer list's filters."""
    try:
        saved = segments.save_segment(
            name=request.POST.get("name", ""),
            rule=load(request.POST.get("rule", "null")),
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except RuleError:
        messages.error(request, _("These filters cannot be saved: choose at least one class."))
    else:
        messages.success(request, _("Segment “%(name)s” is saved.") % {"name": saved.name})
        return redirect(f"{reverse('console:customers')}?segment={saved.uid}")
    return redirect("console:customers")


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def archive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment = segment_or_404(uid)
    try:
        segments.archive_segment(segment=segment, by=viewer_of(request).staff_id, at=timezone.now())
    except segments.InUseError as error:
        told = {"name": segment.name, "others": _(", ").join(error.names)}
        messages.error(request, _("Segment “%(name)s” is read by %(others)s and stays.") % told)
        return redirect("segments:one", uid=uid)
    return redirect(f"{reverse('segments:list')}?archived={uid}")


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def restore(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment = or_404(get_archived, uid)
    try:
        segments.restore_segment(segment=segment, by=viewer_of(request).staff_id, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("segments:list")
    messages.success(request, _("Segment “%(name)s” is back.") % {"name": segment.name})
    return redirect("segments:one", uid=uid)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def take_snapshot(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment = segment_or_404(uid)
    lists.take_snapshot(segment=segment, by=viewer_of(request).staff_id, at=timezone.now())
    messages.success(request, _("Who is in now is kept as a snapshot."))
    return redirect("segments:one", uid=uid)


@needs(Permission.CUSTOMERS_VIEW)
def combine(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """How many are in one, in both, in the other; each part can be kept as a segment of its own."""
    segment, viewer = segment_or_404(uid), viewer_of(request)
    try:
        other = get_segment(request.GET.get("with", ""))
    except (Segment.DoesNotExist, ValidationError):
        return render(request, _template(request), {"segment": segment})
    found = overlap(viewer, segment, other)
    names = {"one": segment.name, "other": other.name}
    labels = {
        "only_one": _("Only in “%(one)s”") % names,
        "both": _("In both"),
        "only_other": _("Only in “%(other)s”") % names,
        "either": _("In either of them"),
    }
    rules = as_rules(segment, other)
    parts = [(labels[part], getattr(found, part), _keep_at(labels[part], rules[part])) for part in labels]
    may_edit = viewer.may(Permission.SEGMENTS_EDIT)
    context = {"segment": segment, "other": other, "parts": parts, "found": found, "may_edit": may_edit}
    return render(request, _template(request), context)


def _template(request: HttpRequest) -> str:
    return "segments/_combined.html" if request.headers.get("HX-Request") else "segments/combined.html"


def _keep_at(name: str, rule: dict[str, object]) -> str:
    """The builder, filled in."""
    asked = urlencode({"name": name, "rule": json.dumps(rule, ensure_ascii=False)})
    return f"{reverse('segments:new')}?{asked}"
