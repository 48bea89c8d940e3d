"""The chosen customers, or all that match, changed at once: asked first with the count, done, and undone."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tuanke.console.selectors.customer_filters import in_words
from tuanke.console.selectors.customer_list import CustomerList
from tuanke.console.selectors.vocabulary import NOBODY
from tuanke.console.web.asked_list import asked_list, list_address
from tuanke.customers.selectors.bulk import get_bulk_change
from tuanke.customers.selectors.listing import list_tags
from tuanke.customers.services import bulk, bulk_undo
from tuanke.customers.services.tags import TagError, read_tag
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404
from tuanke.ui.typed import typed_integer, typed_uid

Work = Callable[..., Any]


class NothingToDoError(ValueError):
    """What was sent names no change."""


@dataclass(frozen=True)
class Wanted:
    """A change in words, and the service that does it to customers."""

    words: str
    work: Work
    values: dict[str, Any]


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    query = request.POST.get("query", "")
    listed = asked_list(request, QueryDict(query[:2000]))
    try:
        wanted = _wanted(request.POST, listed)
    except NothingToDoError as error:
        messages.error(request, str(error))
        return redirect(list_address(query))
    chosen = _chosen(request.POST, listed)
    if "confirmed" not in request.POST:
        return _ask(request, wanted, chosen.count())
    done = wanted.work(
        customers=chosen,
        told={"which": request.POST.get("which", ""), "filters": in_words(list(listed.choices))},
        by=viewer_of(request).staff_id,
        at=timezone.now(),
        **wanted.values,
    )
    return redirect(f"{list_address(query)}&done={done.uid}")


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def undo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    by = viewer_of(request).staff_id
    change = or_404(get_bulk_change, uid, by=by)
    try:
        count = bulk_undo.undo(change=change, by=by, at=timezone.now())
    except bulk_undo.UndoRefusedError:
        messages.error(request, _("Only your last change of the last day can be undone."))
    else:
        text = ngettext("%(n)s customer is as before.", "%(n)s customers are as before.", count)
        messages.success(request, text % {"n": f"{count:,}"})
    return redirect(list_address(request.POST.get("query", "")))


def _ask(request: HttpRequest, wanted: Wanted, count: int) -> HttpResponse:
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    address = list_address(request.POST.get("query", ""))
    context = {"words": wanted.words, "count": count, "sent": sent, "back": address}
    return render(request, "console/customer_bulk.html", context)


def _chosen(sent: QueryDict, listed: CustomerList) -> QuerySet[Any]:
    """Those of the list whom the viewer may change; the scope is part of the question."""
    rows = listed.among(Permission.CUSTOMERS_EDIT)
    if sent.get("which") == "all":
        return rows
    uids = sent.get("shown", "").split() if sent.get("which") == "page" else sent.getlist("pick")
    return rows.filter(uid__in=filter(None, map(typed_uid, uids)))


def _wanted(sent: QueryDict, listed: CustomerList) -> Wanted:
    """Raises NothingToDoError."""
    do = sent.get("do")
    if do == "owner":
        return _owner(sent.get("owner", ""), listed.vocabulary.colleagues)
    if do == "tag":
        return _new_tag(sent.get("tag", ""))
    tag = list_tags().filter(pk=typed_integer(sent.get("untag", "")) or 0).first()
    if do == "untag" and tag is not None:
        return Wanted(_("Take off the tag “%(tag)s”") % {"tag": tag}, bulk.remove_tag_each, {"tag": tag})
    raise NothingToDoError(_("Choose what to do with them."))


def _owner(chosen: str, colleagues: dict[int, str]) -> Wanted:
    if chosen == NOBODY:
        return Wanted(_("Let nobody look after them"), bulk.assign_owner_each, {"owner_id": None})
    number = typed_integer(chosen)
    if number in colleagues:
        words = _("Let %(name)s look after them") % {"name": colleagues[number]}
        return Wanted(words, bulk.assign_owner_each, {"owner_id": number})
    raise NothingToDoError(_("Choose what to do with them."))


def _new_tag(text: str) -> Wanted:
    try:
        read_tag(text)
    except TagError:
        raise NothingToDoError(_("Write the tag: a few words, 60 characters at most.")) from None
    words = _("Put on the tag “%(tag)s”") % {"tag": text.strip()}
    return Wanted(words, bulk.add_tag_each, {"text": text})
