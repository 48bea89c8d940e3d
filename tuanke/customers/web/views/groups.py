import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import CustomerGroup
from tuanke.customers.selectors import archive
from tuanke.customers.selectors.groups import list_groups_with_size
from tuanke.customers.services import groups
from tuanke.customers.web.forms.panels import GroupForm
from tuanke.customers.web.views.archive import show_archive
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404
from tuanke.ui.paging import page_of


@needs(Permission.CUSTOMERS_VIEW)
def group_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "page": page_of(list_groups_with_size(viewer), request),
        "kinds": CustomerGroup.Kind.choices,
        "may_edit": viewer.may(Permission.CUSTOMERS_EDIT),
    }
    return render(request, "customers/group_list.html", context)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def new_group(request: HttpRequest) -> HttpResponse:
    by, at = viewer_of(request).staff_id, timezone.now()
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "")
    try:
        groups.add_group(kind=kind, name=name, by=by, at=at)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved. Customers join on their archive page."))
    return redirect("customers:groups")


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def join(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return show_archive(request, customer, group_form=form)
    by, at = viewer_of(request).staff_id, timezone.now()
    groups.join(customer=customer, **form.cleaned_data, by=by, at=at)
    messages.success(request, _("Saved."))
    return back_to("customers:archive", uid, request)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def leave_group(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    member = or_404(archive.get_membership, customer, pk)
    groups.leave_group(member=member, by=viewer_of(request).staff_id, at=timezone.now())
    messages.success(request, _("Saved."))
    return back_to("customers:archive", uid, request)
