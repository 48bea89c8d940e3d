from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tuanke.care.domain.reasons import REASONS
from tuanke.care.models import Attention
from tuanke.care.selectors import today as selectors
from tuanke.care.selectors.reason_words import reason_words
from tuanke.care.services import attention
from tuanke.care.web.lines import Lines
from tuanke.facts.selectors.reports import read_margin_basis
from tuanke.facts.selectors.scores import latest_run
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Scope, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404
from tuanke.ui.markup import joined
from tuanke.ui.paging import PageOf, page_in
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
    writer = Lines(request)
    context = {
        "page": page,
        "lines": _lines(writer, page, whose=whose, reason=chosen if chosen in counts else ""),
        "reasons": [_tab(reason.code, counts[reason.code]) for reason in REASONS if reason.code in counts],
        "chosen": chosen if chosen in counts else "",
        "whose": whose,
        "whose_choices": [(one, WHOSE[one]) for one in selectors.Whose] if _sees_others(viewer) else [],
        "total": total,
        "stake": sum(row["stake"] for row in counts.values()),
        "done": writer.write_all(done[:20]),
        "run": latest_run(),
        "margin_basis": read_margin_basis(),
    }
    return render(request, "care/today.html", context)


def _sees_others(viewer: Viewer) -> bool:
    return viewer.scope(Permission.CARE_VIEW) is not Scope.OWN


def _tab(code: str, counts: dict[str, int]) -> dict[str, Any]:
    return {"code": code, "words": reason_words(code), **counts}


def _lines(writer: Lines, page: PageOf, **chosen: str) -> SafeString:
    """The page's lines; whoever is opened from here keeps the list and the number in it."""
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return joined(
        writer.write(line, "?" + "&".join(filter(None, ("in=today", f"at={number}", kept))))
        for number, line in enumerate(page.rows, page.first)
    )


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
    return or_404(selectors.get_attention, viewer_of(request), pk)


def _answer(request: HttpRequest, line: Attention, *, error: str = "", note: str = "") -> HttpResponse:
    """The line as it stands now, in place; without JavaScript the whole page."""
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, f"{error} {note}".strip())
        return redirect("care:today")
    line = selectors.get_attention(viewer_of(request), line.pk)
    return HttpResponse(Lines(request, error=error, note=note).write(line))
