"""The customer's timeline: what happened and how their class moved, in one list."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.care.selectors.wording import outcome_name, reason_words
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.wording import DIMENSION_NAMES, class_name
from tuanke.engagement.selectors.timeline import list_events
from tuanke.ui import formats

LENGTH = 30


def timeline(customer_ids: Sequence[int], customer_id: int) -> list[dict[str, Any]]:
    """Newest first; each entry has at, title, text and the staff member who acted."""
    entries = [_event(event) for event in list_events(customer_ids)[:LENGTH]]
    entries += [_change(change) for change in classes.list_changes(customer_id)[:LENGTH]]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)[:LENGTH]


def _event(event: Any) -> dict[str, Any]:
    title, text = _EVENTS.get(event.verb, _other)(event)
    return {"at": event.occurred_at, "title": title, "text": text, "actor": event.actor}


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


def _other(event: Any) -> tuple[str, str]:
    return event.verb, ""


def _change(change: Any) -> dict[str, Any]:
    before = class_name(change.dimension, change.before) if change.before else "–"
    text = f"{before} → {class_name(change.dimension, change.after)}"
    at = timezone.make_aware(datetime.combine(change.as_of, time(12)))
    title = _("%(dimension)s changed") % {"dimension": DIMENSION_NAMES[change.dimension]}
    return {"at": at, "title": title, "text": f"{text} · {change.get_cause_display()}", "actor": None}


_EVENTS = {"order.placed": _ordered, "order.refunded": _refunded, "care.done": _cared}
