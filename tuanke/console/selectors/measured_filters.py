"""Conditions that the analytics pages lead to: the people behind a cell, a band, a month or a claim."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from tuanke.catalog.selectors.products import names_of
from tuanke.console.selectors.analytics.card_words import short_name
from tuanke.console.selectors.asked import Asked, Choice
from tuanke.facts.selectors.insight_cards import find_card, people_behind
from tuanke.facts.selectors.scores import best_by_margin
from tuanke.insights.pareto import TOP_PERCENTS
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.ui import formats

SCORE = "classification__score__"
SCORES = range(1, 6)
NAMES = ("insight", "r", "f", "joined", "gap_from", "gap_to", "expected_from", "expected_to", "top")


def rfm(asked: Asked) -> Iterator[Choice]:
    labels = {"r": (_("Recency score"), "r_score"), "f": (_("Frequency score"), "f_score")}
    for name, (label, column) in labels.items():
        if (score := asked.number(name)) in SCORES:
            yield Choice((name,), label, str(score), Q(**{f"{SCORE}{column}": score}))


def joined(asked: Asked) -> Iterator[Choice]:
    """Whose first order was in that month; written as its first day."""
    day = asked.day("joined")
    if day is not None:
        start, end = day.replace(day=1), _next_month(day)
        condition = Q(**{f"{SCORE}first_on__gte": start, f"{SCORE}first_on__lt": end})
        yield Choice(("joined",), _("First order in"), f"{start:%Y-%m}", condition)


def rhythm(asked: Asked) -> Iterator[Choice]:
    """Whose own usual gap lies in a band of days, its end not included."""
    start, end = asked.number("gap_from"), asked.number("gap_to")
    if start is None:
        return
    condition = Q(**{f"{SCORE}own_gap_days__gte": start if start > 1 else 0})
    text = _("%(n)s days or more") % {"n": start}
    if end is not None:
        condition &= Q(**{f"{SCORE}own_gap_days__lt": end})
        text = _("%(low)s–%(high)s days") % {"low": start, "high": end - 1}
    yield Choice(("gap_from", "gap_to"), _("Usual gap"), text, condition)


def expected(asked: Asked) -> Iterator[Choice]:
    """Repeat customers whose next order is due by their own rhythm."""
    start, end = asked.day("expected_from"), asked.day("expected_to")
    if start is not None and end is not None:
        condition = Q(
            **{
                f"{SCORE}next_expected_on__gte": start,
                f"{SCORE}next_expected_on__lte": end,
                f"{SCORE}purchase_days__gt": 1,
            }
        )
        text = f"{formats.day(start)} – {formats.day(end)}"
        yield Choice(("expected_from", "expected_to"), _("Next order expected"), text, condition)


def best(asked: Asked) -> Iterator[Choice]:
    if (percent := asked.number("top")) in TOP_PERCENTS:
        text = _("top %(percent)s%%") % {"percent": percent}
        yield Choice(("top",), _("By margin"), text, Q(pk__in=best_by_margin(percent)))


def claim(asked: Asked) -> Iterator[Choice]:
    """The people behind a finding, for whoever may see the findings."""
    key = asked.text("insight")
    card = find_card(key) if key and asked.viewer.may(Permission.ANALYTICS_VIEW) else None
    if card is not None:
        text = short_name(card, names_of([int(card.subject)]) if card.subject.isdigit() else {})
        yield Choice(("insight",), _("Finding"), text, Q(pk__in=people_behind(key)))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
