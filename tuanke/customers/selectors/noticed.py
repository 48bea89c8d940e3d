from collections.abc import Iterable
from uuid import UUID

from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.masking import shown_name
from tuanke.platform.accounts.domain.permissions import Viewer


def names(viewer: Viewer, uids: Iterable[UUID]) -> dict[UUID, str]:
    """Of the customers among these whom the viewer may see now, as their role reads names."""
    rows = list_customers(viewer).filter(uid__in=list(uids)).values_list("uid", "display_name", "kind")
    return {uid: shown_name(viewer, name, is_person=kind == "person") for uid, name, kind in rows}
