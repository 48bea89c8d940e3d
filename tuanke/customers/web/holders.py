"""The customer who has a number already, as far as the viewer may see them."""

from dataclasses import dataclass

from django.urls import reverse

from tuanke.customers.models import Customer
from tuanke.customers.selectors.customers import is_within
from tuanke.customers.services.taken import TakenError
from tuanke.platform.accounts.domain.masking import shown_name
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
    is_person = customer.kind == Customer.Kind.PERSON
    name = shown_name(viewer, customer.display_name, is_person=is_person)
    return Holder(name, reverse("console:customer", args=[customer.uid]))
