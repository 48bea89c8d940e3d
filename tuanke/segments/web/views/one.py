"""A segment's own page: who is in, now or on a past day, who came and went, and what else is known of it."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuanke.kit.rules import RuleError, parse
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.services.recently_opened import note_opened
from tuanke.segments.models import Segment
from tuanke.segments.selectors import by_hand, members
from tuanke.segments.selectors.rule_history import find_rule_as_of
from tuanke.segments.selectors.segments import get_rule, list_segments
from tuanke.segments.selectors.targets import list_targets, weeks
from tuanke.segments.selectors.uses import list_readers
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.selectors.wording import read_back
from tuanke.segments.web.chart import steps
from tuanke.segments.web.found import segment_or_404
from tuanke.segments.web.people import listed
from tuanke.ui.paging import page_of

MOVES, SIZES = 12, 30


@needs(Permission.CUSTOMERS_VIEW)
def one(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment, viewer = segment_or_404(uid), viewer_of(request)
    note_opened(staff_id=viewer.staff_id, kind="segment", uid=segment.uid, at=timezone.now())
    day = members.read_past_day(request.GET.get("on", ""), today=timezone.localdate())
    moment = members.end_of(day) if day else None
    page = page_of(members.list_members(viewer, segment, at=moment), request, members.PAGE)
    moves = members.list_moves(viewer, segment, MOVES)
    context = {
        "segment": segment,
        "is_list": segment.kind == Segment.Kind.STATIC,
        "is_in_work": _is_in_work(segment),
        "may_edit": viewer.may(Permission.SEGMENTS_EDIT),
        "sees_targets": viewer.may(Permission.ANALYTICS_VIEW),
        "may_export": viewer.may(Permission.CUSTOMERS_EXPORT),
        "page": page,
        "rows": [(row, listed(row.customer, viewer)) for row in page.rows],
        "on": day,
        "today": timezone.localdate(),
        "rule_then": _sentence(find_rule_as_of(segment, moment)) if moment else "",
        "moves": [(move, listed(move.customer, viewer)) for move in moves],
        **_known(segment, viewer),
    }
    return render(request, "segments/segment.html", context)


def _known(segment: Segment, viewer: Viewer) -> dict[str, Any]:
    sizes = members.list_sizes(viewer, segment)
    sums = members.totals(viewer, [segment]).get(segment.pk, {"customers": 0, "stake": 0})
    running = [target for target in list_targets().filter(segment=segment) if not target.ended_at]
    pins = by_hand.list_pins(viewer, segment)
    return {
        **_rule(segment),
        "sums": sums,
        "line": steps(sizes, until=timezone.localdate()),
        "sizes": sizes[: -SIZES - 1 : -1],
        "targets": [(target, weeks(target)[-1]) for target in running if target.progress.all()],
        "readers": list_readers(segment),
        "pins": [(pin, listed(pin.customer, viewer)) for pin in pins],
        "snapshots": by_hand.list_snapshots(segment),
        "others": list_segments().exclude(pk=segment.pk),
    }


def _is_in_work(segment: Segment) -> bool:
    """Its rule is new, and nothing went wrong so far: the page asks again by itself."""
    is_rule = segment.kind == Segment.Kind.DYNAMIC
    return is_rule and segment.built_version != segment.version and not segment.error


def _rule(segment: Segment) -> dict[str, Any]:
    if segment.rule is None:
        return {}
    try:
        return {"sentence": read_back(get_rule(segment))}
    except RuleError:
        return {"broken": True}


def _sentence(rule: dict[str, Any] | None) -> str:
    """Of a rule of the past; empty where it speaks of what no longer exists."""
    try:
        return read_back(parse(rule, grammar())) if rule else ""
    except RuleError:
        return ""
