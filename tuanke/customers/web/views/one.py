"""What an address names, as far as the viewer's permission reaches."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tuanke.customers.models import Customer
from tuanke.customers.selectors import customers as archive
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404


def customer_or_404(
    request: HttpRequest, uid: uuid.UUID, permission: Permission = Permission.CUSTOMERS_EDIT
) -> Customer:
    return or_404(archive.get_customer, viewer_of(request), uid, permission)


def back_to(page: str, uid: uuid.UUID, request: HttpRequest) -> HttpResponse:
    """To a page of the customer, at the place in the list they were opened from: the query says it."""
    query = request.GET.urlencode()
    return redirect(reverse(page, args=[uid]) + (f"?{query}" if query else ""))
