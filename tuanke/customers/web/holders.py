"""The customer who has a number already, as far as the viewer may see them."""

from dataclasses import dataclass

from django.urls import reverse

from tuanke.customers.selectors.customers import is_within
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.customers.services.taken import TakenError
from tuanke.platform.accounts.domain.permissions import Permission, Viewer


@dataclass(frozen=True)
class Holder:
    """Without name and address where the viewer may not open them."""

    name: str = ""
    url: str = ""


def holder_for(viewer: Viewer, taken: TakenError) -> Holder:
    customer = taken.holder
    if customer is None or not is_within(viewer, customer, Permission.CUSTOMERS_VIEW):
        return Holder()
    return Holder(shown_name_of(customer, viewer), reverse("console:customer", args=[customer.uid]))
