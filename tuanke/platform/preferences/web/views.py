from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import SIGNED_IN, needs, open_to
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.selectors.shop import get_shop
from tuanke.platform.preferences.services import preferences
from tuanke.platform.preferences.services.shop import StaleVersionError, state_margin
from tuanke.platform.preferences.web.forms import ShopForm


@needs(Permission.SHOP_MANAGE)
def shop(request: HttpRequest) -> HttpResponse:
    held = get_shop()
    initial = {"margin": held.stated_margin_percent, "version": held.version}
    form = ShopForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        by, now = viewer_of(request).staff_id, timezone.now()
        try:
            state_margin(percent=values["margin"], version=values["version"], by=by, at=now)
        except StaleVersionError:
            form.add_error(None, _("Somebody else changed the settings meanwhile; open the page again."))
        else:
            messages.success(request, _("Saved."))
            return redirect("preferences:shop")
    return render(request, "preferences/shop.html", {"form": form})


@open_to(SIGNED_IN)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    try:
        preferences.choose_language(
            staff_id=viewer_of(request).staff_id, language=request.POST.get("language", "")
        )
    except ValueError:
        return HttpResponseBadRequest()
    return _back(request)


@open_to(SIGNED_IN)
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    try:
        preferences.choose_theme(staff_id=viewer_of(request).staff_id, theme=request.POST.get("theme", ""))
    except ValueError:
        return HttpResponseBadRequest()
    return _back(request)


@open_to(SIGNED_IN)
@require_POST
def choose_shell(request: HttpRequest) -> HttpResponse:
    """The side bar, the single keys, the first steps: whichever of them was sent."""
    name = next((name for name in preferences.SHELL if name in request.POST), "")
    try:
        preferences.choose_shell(
            staff_id=viewer_of(request).staff_id, name=name, value=request.POST.get(name, "")
        )
    except KeyError:
        return HttpResponseBadRequest()
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "console:home"
    return redirect(target)
