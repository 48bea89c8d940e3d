from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.notifications.selectors import notices, subjects
from tuanke.platform.notifications.selectors.wording import sentence
from tuanke.platform.notifications.services import notices as services
from tuanke.ui.found import or_404
from tuanke.ui.paging import page_of


@open_to(SIGNED_IN)
def notice_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    page = page_of(notices.list_notices(viewer), request)
    names = subjects.names_of(viewer, page.rows)
    lines = [
        {
            "notice": notice,
            "text": sentence(notice.kind, notice.values, names.get(notice.pk)),
            "has_page": names.get(notice.pk, "") is not None and subjects.find_page(notice) is not None,
        }
        for notice in page.rows
    ]
    return render(request, "notifications/notice_list.html", {"page": page, "lines": lines})


@open_to(SIGNED_IN)
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """To what it is about; from then on it is read. That page asks for its own permission."""
    notice = or_404(notices.get_notice, viewer_of(request), pk)
    services.mark_read(notice=notice, at=timezone.now())
    return redirect(subjects.find_page(notice) or "notifications:list")


@open_to(SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(staff_id=viewer_of(request).staff_id, at=timezone.now())
    return redirect("notifications:list")
