import uuid

from django.http import HttpRequest

from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.models import SavedReport
from tuanke.reports.selectors.saved import get_changeable, get_saved
from tuanke.ui.found import or_404


def saved_or_404(request: HttpRequest, uid: uuid.UUID) -> SavedReport:
    """One the person may open."""
    return or_404(get_saved, viewer_of(request), uid)


def changeable_or_404(request: HttpRequest, uid: uuid.UUID, *, removed: bool = False) -> SavedReport:
    return or_404(get_changeable, viewer_of(request), uid, removed=removed)
