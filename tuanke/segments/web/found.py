import uuid

from django.http import Http404, HttpRequest

from tuanke.segments.models import Segment
from tuanke.segments.selectors.segments import get_segment


def segment_or_404(uid: uuid.UUID | str, *, kind: str | None = None) -> Segment:
    """A segment in use, of this kind where one is asked for."""
    try:
        segment = get_segment(uid)
    except Segment.DoesNotExist:
        raise Http404 from None
    if kind is not None and segment.kind != kind:
        raise Http404
    return segment


def asked_text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()
