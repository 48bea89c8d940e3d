"""A notice as a sentence, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuanke.platform.notifications.domain.kinds import Kind

Values = Mapping[str, Any]


def sentence(kind: str, values: Values, name: str | None) -> str:
    """`name`: what it is about, where that has a name the reader may see."""
    return SENTENCES[Kind(kind)](values, name)


def _imported(values: Values, _name: str | None) -> str:
    text = ngettext(
        "%(file)s is imported: %(rows)s row, %(created)s new, %(updated)s changed, %(rejected)s rejected.",
        "%(file)s is imported: %(rows)s rows, %(created)s new, %(updated)s changed, %(rejected)s rejected.",
        values["rows"],
    )
    return text % {name: _shown(value) for name, value in values.items()}


def _exported(values: Values, _name: str | None) -> str:
    total = values.get("total") or 0
    text = ngettext(
        "The export of %(n)s customer is ready; it can be fetched for a day.",
        "The export of %(n)s customers is ready; it can be fetched for a day.",
        total,
    )
    return text % {"n": _shown(total)}


def _changed(values: Values, _name: str | None) -> str:
    text = ngettext(
        "Your change to many is done: %(n)s customer.",
        "Your change to many is done: %(n)s customers.",
        values["changed"],
    )
    return text % {"n": _shown(values["changed"])}


def _given(_values: Values, name: str | None) -> str:
    if name is None:
        return _("A customer was given to you, and has gone to somebody else since.")
    return _("You look after %(name)s from now on.") % {"name": name}


def _given_many(values: Values, _name: str | None) -> str:
    text = ngettext(
        "You look after %(n)s more customer from now on.",
        "You look after %(n)s more customers from now on.",
        values["changed"],
    )
    return text % {"n": _shown(values["changed"])}


def _target_ended(values: Values, _name: str | None) -> str:
    if values["status"] == "achieved":
        return _("The time of your target “%(goal)s” is over: achieved.") % {"goal": values["goal"]}
    return _("The time of your target “%(goal)s” is over: not achieved.") % {"goal": values["goal"]}


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


SENTENCES: Mapping[Kind, Callable[[Values, str | None], str]] = {
    Kind.IMPORT_DONE: _imported,
    Kind.IMPORT_REFUSED: lambda values, _name: (
        _("%(file)s could not be imported; its page says why.") % values
    ),
    Kind.IMPORT_UNDONE: lambda _values, _name: _("An import is taken back."),
    Kind.EXPORT_READY: _exported,
    Kind.BULK_DONE: _changed,
    Kind.JOB_FAILED: lambda _values, _name: _("Work you had begun failed; its page says why."),
    Kind.OWNER_GIVEN: _given,
    Kind.OWNER_GIVEN_MANY: _given_many,
    Kind.TARGET_REACHED: lambda values, _name: _("Your target “%(goal)s” is reached.") % values,
    Kind.TARGET_ENDED: _target_ended,
}
