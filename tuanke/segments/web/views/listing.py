from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.kit.rules import RuleError, Vocabulary
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.selectors import segments as selectors
from tuanke.segments.selectors.members import totals
from tuanke.segments.selectors.targets import list_targets
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.selectors.wording import read_back
from tuanke.segments.web.ready_made import list_ready_made
from tuanke.segments.web.target_words import shown
from tuanke.ui.paging import page_of
from tuanke.ui.typed import typed_uid

SIZE = 25


@needs(Permission.CUSTOMERS_VIEW)
def segment_list(request: HttpRequest) -> HttpResponse:
    viewer, asked, vocabulary = viewer_of(request), request.GET.get("q", "").strip(), grammar()
    page = page_of(_rows(asked, request.GET.get("kind", "")), request, SIZE)
    context = {
        "page": page,
        "rows": _lines(page.rows, viewer, vocabulary),
        "asked": asked,
        "kind": request.GET.get("kind", ""),
        "kinds": Segment.Kind.choices,
        "archived": typed_uid(request.GET.get("archived", "")),
        "ready_made": list_ready_made(vocabulary),
        "may_edit": viewer.may(Permission.SEGMENTS_EDIT),
        "sees_targets": viewer.may(Permission.ANALYTICS_VIEW),
    }
    return render(request, "segments/segment_list.html", context)


def _rows(asked: str, kind: str) -> QuerySet[Segment]:
    rows = selectors.list_segments().filter(name__icontains=asked)
    return rows.filter(kind=kind) if kind in Segment.Kind.values else rows


def _lines(segments: Any, viewer: Viewer, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    sums = totals(viewer, segments)
    running = list_targets().filter(segment__in=list(segments), ended_at__isnull=True)
    targets = {target.segment_id: shown(target) for target in running}
    lines = []
    for segment in segments:
        line: dict[str, Any] = {"segment": segment, "is_list": segment.kind == Segment.Kind.STATIC}
        try:
            line["sentence"] = "" if line["is_list"] else read_back(selectors.get_rule(segment, vocabulary))
        except RuleError:
            line["broken"] = True
        sizes = sums.get(segment.pk, {"customers": 0, "stake": 0})
        lines.append({**line, **sizes, "target": targets.get(segment.pk)})
    return lines
