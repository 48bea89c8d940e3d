"""A new segment, and the rule of one that is there. The rule travels as JSON; a script makes it a form."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.selectors.vocabulary import attributes, grammar
from tuanke.segments.services import segments
from tuanke.segments.web.checked import Checked, check, load, read_rule, wrong
from tuanke.segments.web.found import asked_text, segment_or_404
from tuanke.segments.web.offering import offer
from tuanke.segments.web.ready_made import find_ready_made, list_ready_made

EMPTY: dict[str, Any] = {"all": []}
LONGEST = 8_000  # characters of a rule in an address


@needs(Permission.SEGMENTS_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """The builder; sent with do=save the rule is kept, with do=check it is counted."""
    if request.method != "POST":
        name, rule = _prefilled(request)
        text = json.dumps(rule, ensure_ascii=False, indent=1)
        return show(request, name=name, rule=text, is_to_fill_in=_is_to_fill_in(request, text))
    if asked_text(request, "do") == "check":
        return show_checked(request)
    by, at = viewer_of(request).staff_id, timezone.now()
    name, rule = asked_text(request, "name"), request.POST.get("rule", "")
    try:
        saved = segments.save_segment(name=name, rule=load(rule), by=by, at=at)
    except ValidationError as error:
        return show(request, name=name, rule=rule, name_error=" ".join(error.messages), status=422)
    except RuleError as error:
        return show(request, name=name, rule=rule, checked=wrong(error), status=422)
    messages.success(
        request, _("Segment “%(name)s” is saved. Who is in it is being worked out.") % {"name": saved.name}
    )
    return redirect("segments:one", uid=saved.uid)


@needs(Permission.SEGMENTS_EDIT)
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment = segment_or_404(uid, kind=Segment.Kind.DYNAMIC)
    if request.method == "POST":
        return show_checked(request, segment)
    rule = json.dumps((segment.rule or {}).get("root"), ensure_ascii=False, indent=1)
    return show(request, segment, name=segment.name, rule=rule)


@needs(Permission.CUSTOMERS_VIEW)
@require_POST
def live(request: HttpRequest) -> HttpResponse:
    """The panel beside the builder: asked again with every change of the rule."""
    checked = check(request.POST.get("rule", ""), viewer_of(request), at=timezone.now())
    return render(request, "segments/_check.html", {"checked": checked})


def show_checked(request: HttpRequest, segment: Segment | None = None) -> HttpResponse:
    rule = request.POST.get("rule", "")
    checked = check(rule, viewer_of(request), at=timezone.now())
    return show(request, segment, name=asked_text(request, "name"), rule=rule, checked=checked)


def show(
    request: HttpRequest,
    segment: Segment | None = None,
    *,
    name: str,
    rule: str,
    name_error: str = "",
    checked: Checked | None = None,
    is_to_fill_in: bool = False,
    status: int = 200,
) -> HttpResponse:
    sources = attributes()
    context = {
        "segment": segment,
        "name": name,
        "name_error": name_error,
        "rule": rule,
        "checked": checked,
        "is_to_fill_in": is_to_fill_in,
        "vocabulary": offer(viewer_of(request), sources, without=segment),
        "ready_made": [] if segment else list_ready_made(grammar(sources)),
    }
    return render(request, "segments/builder.html", context, status=status)


def _prefilled(request: HttpRequest) -> tuple[str, Any]:
    """From a ready-made rule, or from a rule in the address."""
    if (code := request.GET.get("ready")) and (ready := find_ready_made(code, grammar())):
        return ready.name, ready.rule
    try:
        rule = load(request.GET.get("rule", "")[:LONGEST])
    except RuleError:
        rule = EMPTY
    return request.GET.get("name", "")[:80], rule


def _is_to_fill_in(request: HttpRequest, rule: str) -> bool:
    """A ready-made rule that leaves something to its user is no mistake of theirs yet."""
    if not request.GET.get("ready"):
        return False
    try:
        read_rule(rule)
    except RuleError:
        return True
    return False
