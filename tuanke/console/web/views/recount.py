from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.facts.services.dirty import request_scoring_of_everybody
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.audit.services import trail


@needs(Permission.SHOP_MANAGE)
@require_POST
def recount(request: HttpRequest) -> HttpResponse:
    """Everybody is scored and classified anew; pressed twice, it is still done once."""
    by = viewer_of(request).staff_id
    with transaction.atomic():
        trail.record(action="classes.recount_asked", target=("shop", "1"), by=by, at=timezone.now())
        request_scoring_of_everybody()
    messages.success(request, _("Everybody's classes are being counted anew; this page follows in a moment."))
    return redirect("classes:overview")
