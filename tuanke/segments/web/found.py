import uuid

from django.http import Http404, HttpRequest

from tuanke.segments.models import Segment
from tuanke.segments.selectors.segments import get_segment
from tuanke.ui.found import or_404


def segment_or_404(uid: uuid.UUID | str, *, kind: str | None = None) -> Segment:
    """A segment in use, of this kind where one is asked for."""
    segment = or_404(get_segment, uid)
    if kind is not None and segment.kind != kind:
        raise Http404
    return segment


def asked_text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()
