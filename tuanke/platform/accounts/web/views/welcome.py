import hmac

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tuanke.platform.accounts.domain.access import ANYONE, open_to
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.selectors.staff import has_owner
from tuanke.platform.accounts.services import staff
from tuanke.platform.accounts.services.invitation import owner_token
from tuanke.platform.accounts.web.forms import OwnerForm


@open_to(ANYONE)
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    if has_owner() or not hmac.compare_digest(token, owner_token()):
        raise Http404
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        owner = staff.add_staff(**form.cleaned_data, role=Role.OWNER, at=timezone.now())
        login(request, owner, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return redirect("console:home")
    return render(request, "accounts/welcome.html", {"form": form})
