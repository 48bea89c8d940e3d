import hmac

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tuanke.platform.accounts.domain.access import ANYONE, open_to
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.selectors.staff import has_owner
from tuanke.platform.accounts.services import staff
from tuanke.platform.accounts.web.forms import OwnerForm


def welcome_token() -> str:
    """Shown where the deployment was started, so that only who started it becomes the owner."""
    return salted_hmac("tuanke.welcome", "owner", algorithm="sha256").hexdigest()[:32]


@open_to(ANYONE)
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    if has_owner() or not hmac.compare_digest(token, welcome_token()):
        raise Http404
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        owner = staff.add_staff(**form.cleaned_data, role=Role.OWNER, at=timezone.now())
        login(request, owner, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return redirect("console:home")
    return render(request, "accounts/welcome.html", {"form": form})
