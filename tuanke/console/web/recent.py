"""What a person opened lately, as far as they may see it now."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.masking import shown_name
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.preferences.selectors.recently_opened import list_opened
from tuanke.segments.selectors.segments import list_segments
from tuanke.ui.templatetags.ui import icon


@dataclass(frozen=True)
class Recent:
    name: str
    url: str
    drawing: SafeString


def list_recent(viewer: Viewer) -> list[Recent]:
    """Customers and segments, the latest first; what is gone or out of reach by now is passed over."""
    opened = list(list_opened(viewer.staff_id).values_list("kind", "uid"))
    if not opened or not viewer.may(Permission.CUSTOMERS_VIEW):
        return []
    found = {
        **_customers(viewer, [uid for kind, uid in opened if kind == "customer"]),
        **_segments([uid for kind, uid in opened if kind == "segment"]),
    }
    return [found[uid] for _kind, uid in opened if uid in found]


def _customers(viewer: Viewer, uids: list[UUID]) -> dict[UUID, Recent]:
    rows = list_customers(viewer).filter(uid__in=uids).values_list("uid", "display_name", "kind")
    return {
        uid: Recent(
            shown_name(viewer, name, is_person=kind == "person"),
            reverse("console:customer", args=[uid]),
            icon("user") if kind == "person" else icon("building"),
        )
        for uid, name, kind in rows
    }


def _segments(uids: list[UUID]) -> dict[UUID, Recent]:
    rows = list_segments().filter(uid__in=uids).values_list("uid", "name")
    return {uid: Recent(name, reverse("segments:one", args=[uid]), icon("filter")) for uid, name in rows}
