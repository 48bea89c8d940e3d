from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.audit.selectors import trail
from tuanke.ui.paging import page_of


@needs(Permission.AUDIT_VIEW)
def audit(request: HttpRequest) -> HttpResponse:
    page = page_of(trail.list_entries(), request)
    names = dict(list_staff().values_list("pk", "name"))
    rows = [(entry, names.get(entry.by_id, "")) for entry in page.rows]
    return render(request, "console/audit.html", {"page": page, "rows": rows})
