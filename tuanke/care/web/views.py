from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tuanke.care.domain.reasons import BY_CODE, REASONS, SNOOZE_DAYS
from tuanke.care.models import Attention
from tuanke.care.selectors import today as selectors
from tuanke.care.selectors.reason_words import reason_words
from tuanke.care.selectors.wording import also_listed, why_listed
from tuanke.care.services import attention
from tuanke.classes.selectors.names import class_name, tone
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.facts.selectors.reports import read_margin_basis
from tuanke.facts.selectors.scores import latest_run
from tuanke.facts.selectors.wording import margin_basis_of
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Scope, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.paging import page_in
from tuanke.ui.typed import typed_integer

WHOSE = {
    selectors.Whose.ALL: gettext_lazy("Everybody's"),
    selectors.Whose.MINE: gettext_lazy("Mine"),
    selectors.Whose.NOBODYS: gettext_lazy("Nobody's yet"),
}


@needs(Permission.CARE_VIEW)
def today(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    whose = selectors.read_whose(request.GET.get("whose", ""))
    due = selectors.list_due(viewer, timezone.localdate(), whose)
    counts = selectors.count_by_reason(viewer, timezone.localdate(), whose)
    chosen = request.GET.get("reason", "")
    total = sum(row["lines"] for row in counts.values())
    if chosen in counts:
        page = page_in(due.filter(reason=chosen), counts[chosen]["lines"], request, selectors.A_DAYS_WORK)
    else:
        page = page_in(due, total, request, selectors.A_DAYS_WORK)
    done = selectors.list_done_on(viewer, timezone.localdate())
    context = {
        "page": page,
        "lines": [_line(line, viewer) for line in page.rows],
        "reasons": [_tab(reason.code, counts[reason.code]) for reason in REASONS if reason.code in counts],
        "chosen": chosen if chosen in counts else "",
        "whose": whose,
        "whose_choices": [(one, WHOSE[one]) for one in selectors.Whose] if _sees_others(viewer) else [],
        "total": total,
        "stake": sum(row["stake"] for row in counts.values()),
        "done": [_line(line, viewer) for line in done[:20]],
        "run": latest_run(),
        "margin_basis": read_margin_basis(),
        "may_act": viewer.may(Permission.CARE_ACT),
        **_choices(),
    }
    return render(request, "care/today.html", context)


def _sees_others(viewer: Viewer) -> bool:
    return viewer.scope(Permission.CARE_VIEW) is not Scope.OWN


def _tab(code: str, counts: dict[str, int]) -> dict[str, Any]:
    return {"code": code, "words": reason_words(code), **counts}


def _line(line: Attention, viewer: Viewer) -> dict[str, Any]:
    customer = line.customer
    held = getattr(customer, "classification", None)
    return {
        "line": line,
        "customer": customer,
        "name": shown_name_of(customer, viewer),
        "words": reason_words(line.reason),
        "why": why_listed(line, today=timezone.localdate()) if held else "",
        "also": also_listed(line, today=timezone.localdate()),
        "whole_fen": held.score.margin_stake_fen if held and BY_CODE[line.reason].share < 1 else None,
        "basis": margin_basis_of(held.score) if held else "",
        "value": class_name("value", held.value) if held else "",
        "tone": tone(held.value) if held else "",
        "is_over": line.is_over(timezone.localdate()),
    }


def _choices() -> dict[str, str]:
    """What can be said of every line, written once: it is the same on all of them."""
    return {
        "outcomes": render_to_string("care/_outcomes.html", {"outcomes": Attention.Outcome.choices}),
        "snoozes": render_to_string("care/_snoozes.html", {"snoozes": SNOOZE_DAYS}),
    }


@needs(Permission.CARE_ACT)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    line = _get(request, pk)
    outcome, note = request.POST.get("outcome", ""), request.POST.get("note", "")
    if outcome not in Attention.Outcome.values:
        return _answer(request, line, error=_("Say how it went: choose an outcome."), note=note)
    try:
        attention.finish(
            attention=line, outcome=outcome, note=note, by=viewer_of(request).staff_id, at=timezone.now()
        )
    except attention.AlreadyActedError:
        return _answer(request, line, error=_("A colleague was quicker; this line is done."))
    return _answer(request, line)


@needs(Permission.CARE_ACT)
@require_POST
def snooze(request: HttpRequest, pk: int) -> HttpResponse:
    line = _get(request, pk)
    try:
        attention.snooze(
            attention=line,
            days=typed_integer(request.POST.get("days", "")) or 0,
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except ValueError:
        return _answer(request, line, error=_("Choose for how long."))
    except attention.AlreadyActedError:
        return _answer(request, line, error=_("A colleague was quicker; this line is done."))
    return _answer(request, line)


@needs(Permission.CARE_ACT)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    line = _get(request, pk)
    try:
        attention.reopen(attention=line, by=viewer_of(request).staff_id, at=timezone.now())
    except attention.AlreadyActedError:
        return _answer(request, line, error=_("This line is open already."))
    return _answer(request, line)


def _get(request: HttpRequest, pk: int) -> Attention:
    try:
        return selectors.get_attention(viewer_of(request), pk)
    except Attention.DoesNotExist:
        raise Http404 from None


def _answer(request: HttpRequest, line: Attention, *, error: str = "", note: str = "") -> HttpResponse:
    """The line as it stands now, in place; without JavaScript the whole page."""
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, f"{error} {note}".strip())
        return redirect("care:today")
    line = selectors.get_attention(viewer_of(request), line.pk)
    said = {"error": error, "note": note}
    context = {"item": _line(line, viewer_of(request)), "may_act": True, **said, **_choices()}
    return render(request, "care/_line.html", context)
