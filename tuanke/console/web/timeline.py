"""The customer's timeline: what happened and how their class moved, in one list."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.care.selectors.reason_words import reason_words
from tuanke.care.selectors.wording import outcome_name, state_name
from tuanke.catalog.selectors.products import list_known
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.names import DIMENSION_NAMES
from tuanke.classes.selectors.options import shown_class
from tuanke.customers.selectors.wording import consent_words
from tuanke.engagement.selectors.interactions import list_interactions
from tuanke.engagement.selectors.timeline import list_events
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui import formats

LENGTH = 30


def timeline(viewer: Viewer, customer_ids: Sequence[int], customer_id: int) -> list[dict[str, Any]]:
    """Newest first, as far as the viewer may read; each entry has at, title, text and who of the staff acted."""
    entries = [_event(event) for event in list_events(viewer, customer_ids)[:LENGTH]]
    entries += _interactions(list(list_interactions(viewer, customer_ids)[:LENGTH]))
    entries += [_change(change) for change in classes.list_changes(customer_id)[:LENGTH]]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)[:LENGTH]


def _event(event: Any) -> dict[str, Any]:
    title, text = _EVENTS.get(event.verb, _other)(event)
    return {"at": event.occurred_at, "title": title, "text": text, "actor": event.actor}


def _interactions(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """What it was about, by its name where the catalogue knows it, and where it happened."""
    products = list_known({(row.product_source, row.product) for row in rows if row.product})
    entries = []
    for row in rows:
        product = products.get((row.product_source, row.product))
        about = (product.name if product else row.product, row.category, row.campaign, row.channel)
        text = " · ".join(dict.fromkeys(part for part in about if part))
        entries.append({"at": row.occurred_at, "title": row.get_type_display(), "text": text, "actor": None})
    return entries


def _ordered(event: Any) -> tuple[str, str]:
    return _("Ordered"), f"{formats.yuan(event.detail['revenue_fen'])} · {event.detail['number']}"


def _refunded(event: Any) -> tuple[str, str]:
    return _("Refund"), f"{formats.yuan(event.detail['revenue_fen'])} · {event.detail['number']}"


def _cared(event: Any) -> tuple[str, str]:
    outcome = outcome_name(event.detail["outcome"])
    name = reason_words(event.detail["reason"]).name
    return _("Cared for: %(reason)s") % {"reason": name}, " · ".join(
        part for part in (str(outcome), event.detail.get("note", "")) if part
    )


def _put_off(event: Any) -> tuple[str, str]:
    name = reason_words(event.detail["reason"]).name
    day = formats.day(date.fromisoformat(event.detail["until"]), today=timezone.localdate())
    return _("Put off: %(reason)s") % {"reason": name}, _("Again on %(day)s") % {"day": day}


def _taken_back(event: Any) -> tuple[str, str]:
    name = reason_words(event.detail["reason"]).name
    return _("Taken back: %(reason)s") % {"reason": name}, state_name(event.detail["taken_back"])


def _handed_over(event: Any) -> tuple[str, str]:
    if event.detail["owner"] is None:
        return _("Nobody looks after this customer any more"), ""
    return _("Looked after by another person now"), ""


def _consented(event: Any) -> tuple[str, str]:
    said = event.detail
    return consent_words(said["channel"], said["purpose"], said["status"])


def _left(event: Any) -> tuple[str, str]:
    is_person = event.customer_id == event.detail["person"]
    return (_("Left the organisation") if is_person else _("Somebody left here")), ""


def _merged(_event: Any) -> tuple[str, str]:
    return _("Merged with another record of the same customer"), ""


def _unmerged(_event: Any) -> tuple[str, str]:
    return _("A merge was taken back"), ""


def _other(event: Any) -> tuple[str, str]:
    return event.verb, ""


def _change(change: Any) -> dict[str, Any]:
    before = shown_class(change.dimension, change.before) if change.before else "–"
    text = f"{before} → {shown_class(change.dimension, change.after)}"
    at = timezone.make_aware(datetime.combine(change.as_of, time(12)))
    title = _("%(dimension)s changed") % {"dimension": DIMENSION_NAMES[change.dimension]}
    return {"at": at, "title": title, "text": f"{text} · {change.get_cause_display()}", "actor": None}


_EVENTS = {
    "order.placed": _ordered,
    "order.refunded": _refunded,
    "care.done": _cared,
    "care.snoozed": _put_off,
    "care.reopened": _taken_back,
    "customer.owner_changed": _handed_over,
    "consent.recorded": _consented,
    "person.left": _left,
    "customer.merged": _merged,
    "customer.unmerged": _unmerged,
}
