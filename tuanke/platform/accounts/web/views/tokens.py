import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.domain.tokens import TokenScope
from tuanke.platform.accounts.selectors.tokens import get_token, list_tokens
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.accounts.services import tokens
from tuanke.platform.accounts.web.forms import TokenForm
from tuanke.ui.found import or_404


@needs(Permission.TOKENS_MANAGE)
@never_cache
def token_list(request: HttpRequest) -> HttpResponse:
    """Adding one answers with the page itself: its text is shown this once and stands in no address."""
    form, text = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        scopes = [TokenScope(scope) for scope in form.cleaned_data["scopes"]]
        by, at = viewer_of(request).staff_id, timezone.now()
        _token, text = tokens.create_token(name=form.cleaned_data["name"], scopes=scopes, by=by, at=at)
        form = TokenForm()
    return render(
        request, "accounts/token_list.html", {"tokens": list_tokens(), "form": form, "new_text": text}
    )


@needs(Permission.TOKENS_MANAGE)
@require_POST
def token_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    token = or_404(get_token, uid)
    tokens.revoke_token(token=token, by=viewer_of(request).staff_id, at=timezone.now())
    messages.success(request, _("This token lets nobody in any more."))
    return redirect("accounts:tokens")
