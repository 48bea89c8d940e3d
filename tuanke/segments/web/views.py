import json
import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.selectors.customers import list_customers
from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.selectors import segments as selectors
from tuanke.segments.selectors.wording import read_back
from tuanke.segments.services import segments


@needs(Permission.CUSTOMERS_VIEW)
def segment_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "rows": [_row(segment, viewer, at=timezone.now()) for segment in selectors.list_segments()],
        "may_edit": viewer.may(Permission.SEGMENTS_EDIT),
    }
    return render(request, "segments/segment_list.html", context)


def _row(segment: Segment, viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """A segment with how many of the viewer's customers are in it now, and what they bring."""
    try:
        sentence = read_back(selectors.get_rule(segment)) if segment.rule else _("A list kept by hand")
        members = list_customers(viewer).filter(selectors.condition(segment, at=at))
    except RuleError:
        return {"segment": segment, "broken": True}
    totals = members.order_by().aggregate(
        customers=Count("pk"), stake=Sum("classification__score__margin_stake_fen")
    )
    return {"segment": segment, "sentence": sentence, **totals}


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a rule under a name; it comes from the customer list's filters."""
    try:
        saved = segments.save_segment(
            name=request.POST.get("name", ""),
            rule=json.loads(request.POST.get("rule", "null")),
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except (RuleError, json.JSONDecodeError):
        messages.error(request, _("These filters cannot be saved: choose at least one class."))
    else:
        messages.success(request, _("Segment “%(name)s” is saved.") % {"name": saved.name})
        return redirect(f"{reverse('console:customers')}?segment={saved.uid}")
    return redirect("console:customers")


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def archive(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    try:
        segment = selectors.get_segment(uid)
    except Segment.DoesNotExist:
        raise Http404 from None
    try:
        segments.archive_segment(segment=segment, by=viewer_of(request).staff_id, at=timezone.now())
    except segments.InUseError as error:
        told = {"name": segment.name, "others": _(", ").join(error.names)}
        messages.error(request, _("Segment “%(name)s” is read by %(others)s and stays.") % told)
    else:
        messages.success(request, _("Segment “%(name)s” is archived.") % {"name": segment.name})
    return redirect("segments:list")
