from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Role
from tuanke.platform.accounts.selectors.staff import list_staff, list_teams
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.accounts.services import staff
from tuanke.platform.accounts.web.forms import StaffForm, StaffRoleForm


@needs(Permission.STAFF_MANAGE)
def staff_list(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/staff_list.html", {"people": list_staff(), "teams": list_teams()})


@needs(Permission.STAFF_MANAGE)
def staff_new(request: HttpRequest) -> HttpResponse:
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        added = staff.add_staff(**values, at=timezone.now(), by=viewer_of(request).staff_id)
        messages.success(request, _("%(name)s can sign in now.") % {"name": added.name})
        return redirect("accounts:staff")
    return render(request, "accounts/staff_form.html", {"form": form})


@needs(Permission.STAFF_MANAGE)
@require_POST
def team_new(request: HttpRequest) -> HttpResponse:
    try:
        team = staff.add_team(
            name=request.POST.get("name", ""), by=viewer_of(request).staff_id, at=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Team %(name)s is there.") % {"name": team.name})
    return redirect("accounts:staff")


@needs(Permission.STAFF_MANAGE)
def staff_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(list_staff(), pk=pk)
    initial = {"role": person.role, "team": person.team_id, "active": person.is_active}
    form = StaffRoleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, person.pk, form)
        except staff.LastOwnerError:
            form.add_error(None, _("Somebody must stay owner: name another owner first."))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:staff")
    return render(request, "accounts/staff_form.html", {"form": form, "person": person})


def _save(request: HttpRequest, pk: int, form: StaffRoleForm) -> None:
    person, now, values = list_staff().get(pk=pk), timezone.now(), form.cleaned_data
    if (values["role"], values["team"]) != (person.role, person.team):
        staff.change_role(
            staff=person,
            role=Role(values["role"]),
            team=values["team"],
            by=viewer_of(request).staff_id,
            at=now,
        )
    if values["new_password"]:
        staff.set_password(
            staff=person, password=values["new_password"], by=viewer_of(request).staff_id, at=now
        )
    if values["active"] != person.is_active:
        staff.set_active(staff=person, active=values["active"], by=viewer_of(request).staff_id, at=now)
