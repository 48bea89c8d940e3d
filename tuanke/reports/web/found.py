import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.models import SavedReport
from tuanke.reports.selectors.saved import get_changeable, get_saved


def saved_or_404(request: HttpRequest, uid: uuid.UUID) -> SavedReport:
    """One the person may open."""
    try:
        return get_saved(viewer_of(request), uid)
    except ObjectDoesNotExist:
        raise Http404 from None


def changeable_or_404(request: HttpRequest, uid: uuid.UUID, *, removed: bool = False) -> SavedReport:
    try:
        return get_changeable(viewer_of(request), uid, removed=removed)
    except ObjectDoesNotExist:
        raise Http404 from None
