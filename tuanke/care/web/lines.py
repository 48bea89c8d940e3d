"""The lines of today's list; written here because a template takes ten times as long."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tuanke.care.domain.reasons import BY_CODE, SNOOZE_DAYS
from tuanke.care.models import Attention
from tuanke.care.selectors.reason_words import reason_words
from tuanke.care.selectors.wording import also_listed, why_listed
from tuanke.classes.selectors.names import class_name, tone
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.facts.selectors.wording import margin_basis_of
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui import formats
from tuanke.ui.addresses import ANY_NUMBER, address_of
from tuanke.ui.markup import drawn_for, html, joined
from tuanke.ui.templatetags.ui import icon, reason_chip

LINE = (
    '<article class="today-line tone-{}{}" id="line-{}">'
    '<div class="today-who"><a class="person-name" href="{}{}">{}</a> {} <span class="person-more">{}</span></div>'
    '<div class="today-why">{} <span>{}</span> {}</div>'
    '<div class="today-next">{}<span>{}</span></div>'
    '<div class="today-stake"><strong>{}</strong><small>{}</small></div>'
    '<div class="today-do">{}{}</div></article>'
)


class Lines:
    """Writes lines for who asks. `error` and `note` are said of the one line that is answered with."""

    def __init__(self, request: HttpRequest, *, error: str = "", note: str = "") -> None:
        self._request = request
        self._viewer = viewer_of(request)
        self._today = timezone.localdate()
        self._may_act = self._viewer.may(Permission.CARE_ACT)
        self._error = html('<div class="form-error" role="alert">{}</div>', error) if error else ""
        self._doing = self._forms(note)

    def write(self, line: Attention, place: str = "") -> SafeString:
        """`place` is the query that keeps the list and the number in it, for who comes before and after."""
        customer, words = line.customer, reason_words(line.reason)
        held = getattr(customer, "classification", None)
        is_over = line.is_over(self._today)
        more = filter(None, (customer.city, str(customer.owner or "")))
        return html(
            LINE,
            words.tone,
            " is-over" if is_over else "",
            line.pk,
            address_of("console:customer", customer.uid),
            place,
            shown_name_of(customer, self._viewer),
            _chip(customer, "value", class_name("value", held.value), tone(held.value)) if held else "",
            " · ".join(more),
            _chip(customer, "lifecycle", words.name, words.tone),
            why_listed(line, today=self._today) if held else "",
            _also(line, self._today),
            icon("arrow-right"),
            words.next_step,
            formats.yuan_short(line.stake_fen),
            _basis(line, held),
            self._error,
            self._over(line) if is_over else drawn_for(line.pk, self._doing),
        )

    def write_all(self, lines: Iterable[Attention]) -> SafeString:
        return joined(self.write(line) for line in lines)

    def _forms(self, note: str) -> SafeString:
        """What can be done with a line, drawn once: it is the same on all of them but for the number."""
        if not self._may_act:
            return html("")
        choices = {"outcomes": Attention.Outcome.choices, "snoozes": SNOOZE_DAYS}
        return render_to_string(
            "care/_doing.html", {"pk": ANY_NUMBER, "note": note, **choices}, self._request
        )

    def _over(self, line: Attention) -> SafeString:
        context = {"line": line, "may_act": self._may_act}
        return render_to_string("care/_over.html", context, self._request)


def _chip(customer: Any, dimension: str, label: object, colour: str) -> SafeString:
    return reason_chip(label, address_of("classes:why", customer.uid, dimension), colour)


def _also(line: Attention, today: date) -> SafeString | str:
    also = also_listed(line, today=today)
    return html('<span class="text-secondary">{} {}</span>', _("Also:"), " · ".join(also)) if also else ""


def _basis(line: Attention, held: Any) -> str:
    """What the margin at stake is a part of, and how it is known."""
    said = _("margin a year")
    whole = held.score.margin_stake_fen if held and BY_CODE[line.reason].share < 1 else None
    if whole:
        said = _("of %(whole)s margin a year") % {"whole": formats.yuan_short(whole)}
    return " · ".join(filter(None, (said, margin_basis_of(held.score) if held else "")))
