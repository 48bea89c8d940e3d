"""Another rule for a segment: shown first with who enters and who leaves, kept only by whoever saw that (A2-14)."""

import hashlib
import json
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.kit.rules import Node, RuleError, saved_form
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.selectors.uses import list_readers, list_running_targets
from tuanke.segments.selectors.wording import read_back
from tuanke.segments.services import segments
from tuanke.segments.services.preview import preview
from tuanke.segments.web.checked import read_rule, wrong
from tuanke.segments.web.found import asked_text, segment_or_404
from tuanke.segments.web.people import listed_of
from tuanke.segments.web.views.builder import show

SEEN = Signer(salt="segments.preview")


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Name and rule from the builder. A rule that differs is previewed, and kept when that preview is confirmed."""
    segment = segment_or_404(uid, kind=Segment.Kind.DYNAMIC)
    name, rule = asked_text(request, "name"), request.POST.get("rule", "")
    try:
        node = read_rule(rule)
        if saved_form(node) != segment.rule and not _has_seen(request, segment, node):
            return _preview(request, segment, node, name)
        _keep(request, segment, node, name)
    except RuleError as error:
        return show(request, segment, name=name, rule=rule, checked=wrong(error), status=422)
    except ValidationError as error:
        told = " ".join(error.messages)
        return show(request, segment, name=name, rule=rule, name_error=told, status=422)
    return redirect("segments:one", uid=uid)


@transaction.atomic
def _keep(request: HttpRequest, segment: Segment, node: Node, name: str) -> None:
    by, at = viewer_of(request).staff_id, timezone.now()
    if name != segment.name:
        segments.rename_segment(segment=segment, name=name, by=by, at=at)
    if saved_form(node) != segment.rule:
        segments.change_rule(segment=segment, rule=saved_form(node), by=by, at=at)
        messages.success(request, _("The new rule is saved. Who is in is being worked out."))
    else:
        messages.success(request, _("Saved."))


def _preview(request: HttpRequest, segment: Segment, node: Node, name: str) -> HttpResponse:
    viewer = viewer_of(request)
    segments.check_order(segment, node)
    found = preview(node, instead_of=segment, at=timezone.now())
    context = {
        "segment": segment,
        "name": name,
        "rule": json.dumps(saved_form(node)["root"], ensure_ascii=False),
        "seen": _token(segment, node),
        "was_seen": "seen" in request.POST,
        "sentence": read_back(node),
        "preview": found,
        "entering": listed_of(found.first_to_enter, viewer),
        "leaving": listed_of(found.first_to_leave, viewer),
        "readers": list_readers(segment),
        "targets": list_running_targets(segment),
    }
    return render(request, "segments/preview.html", context)


def _has_seen(request: HttpRequest, segment: Segment, node: Node) -> bool:
    return constant_time_compare(request.POST.get("seen", ""), _token(segment, node))


def _token(segment: Segment, node: Node) -> str:
    """Of this rule instead of this version: after somebody else's change the preview is another one."""
    rule = json.dumps(saved_form(node), sort_keys=True)
    told = hashlib.sha256(f"{segment.uid} {segment.version} {rule}".encode()).hexdigest()
    return SEEN.signature(told)
