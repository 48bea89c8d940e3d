"""Pairs who may be one customer: looked at, merged, or told apart for good."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.domain.matching import contradictions
from tuanke.customers.selectors.duplicates import list_candidates
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.customers.services.duplicates import deciding
from tuanke.customers.web.views.one import customer_or_404
from tuanke.customers.web.weights import arguments
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.paging import page_of


@needs(Permission.CUSTOMERS_EDIT)
def duplicate_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    page = page_of(list_candidates(viewer), request, size=20)
    pairs = [
        {
            "candidate": row,
            "names": [shown_name_of(one, viewer) for one in (row.first, row.second)],
            "arguments": arguments(row.weights),
            "contradicts": bool(contradictions((feature, code) for feature, code, _bits in row.weights)),
            "percent": min(int(row.probability * 100), 99),
        }
        for row in page.rows
    ]
    return render(request, "customers/duplicate_list.html", {"page": page, "pairs": pairs})


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    deciding.request_search()
    messages.success(request, _("Looking now. The list is new in a minute or so."))
    return redirect("customers:duplicates")


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def keep_apart(request: HttpRequest, uid: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    one, two = customer_or_404(request, uid), customer_or_404(request, other)
    if one.pk != two.pk:
        by = viewer_of(request).staff_id
        deciding.keep_apart(one=one, other=two, by=by, at=timezone.now())
        messages.success(request, _("Noted: they are two. You will not be asked about them again."))
    return redirect("customers:duplicates")
