"""What an address names, as far as the viewer's permission reaches."""

import uuid
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest

from tuanke.customers.models import Customer
from tuanke.customers.selectors import customers as archive
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of

Asked = ParamSpec("Asked")
Row = TypeVar("Row")


def customer_or_404(
    request: HttpRequest, uid: uuid.UUID, permission: Permission = Permission.CUSTOMERS_EDIT
) -> Customer:
    return or_404(archive.get_customer, viewer_of(request), uid, permission)


def or_404(get: Callable[Asked, Row], *args: Asked.args, **kwargs: Asked.kwargs) -> Row:
    """What `get` finds; a page that is not there where it finds nothing."""
    try:
        return get(*args, **kwargs)
    except ObjectDoesNotExist:
        raise Http404 from None
