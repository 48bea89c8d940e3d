"""A customer in a list of this room: name as the viewer's role may read it, and the way to their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tuanke.customers.selectors.customers import list_customers
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui.addresses import address_of


@dataclass(frozen=True)
class Listed:
    uid: UUID
    name: str
    place: str

    @property
    def url(self) -> str:
        return address_of("console:customer", self.uid)


def listed(customer: Any, viewer: Viewer) -> Listed:
    name = shown_name_of(customer, viewer)
    return Listed(customer.uid, name, customer.place)


def listed_of(ids: Sequence[int], viewer: Viewer) -> list[Listed]:
    """Those among them whom the viewer may see."""
    rows = list_customers(viewer).filter(pk__in=ids).order_by("pk")
    return [listed(customer, viewer) for customer in rows]
