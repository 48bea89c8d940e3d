from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.console.selectors.audit_words import action_name, thing_name
from tuanke.customers.selectors.customers import list_ever
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.audit.selectors import trail
from tuanke.ui.addresses import address_of
from tuanke.ui.paging import page_of


@dataclass(frozen=True)
class Line:
    """`about` is a customer's name with their page, else what sort of thing it is and the start of its number."""

    entry: Any
    who: str
    action: str
    about: str
    url: str
    details: str


@needs(Permission.AUDIT_VIEW)
def audit(request: HttpRequest) -> HttpResponse:
    page = page_of(trail.list_entries(), request)
    names = dict(list_staff().values_list("pk", "name"))
    customers = _customers(page.rows, viewer_of(request))
    lines = [_line(entry, names.get(entry.by_id, ""), customers.get(entry.target_id)) for entry in page.rows]
    return render(request, "console/audit.html", {"page": page, "lines": lines})


def _customers(entries: Sequence[Any], viewer: Viewer) -> dict[str, str]:
    """Uid → name, of the customers these entries are about."""
    uids = {UUID(entry.target_id) for entry in entries if entry.target_type == "customer"}
    rows = list_ever(viewer).filter(uid__in=uids).only("uid", "kind", "display_name") if uids else ()
    return {str(row.uid): shown_name_of(row, viewer) for row in rows}


def _line(entry: Any, who: str, customer: str | None) -> Line:
    return Line(
        entry,
        who,
        action_name(entry.action),
        customer or f"{thing_name(entry.target_type)} {entry.target_id[:8]}",
        address_of("console:customer", UUID(entry.target_id)) if customer else "",
        " · ".join(f"{name}: {value}" for name, value in entry.changes.items()),
    )
