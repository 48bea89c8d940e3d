"""What is kept about a line of today's list, in words."""

from datetime import date

from django.utils.translation import gettext as _

from tuanke.care.models import Attention
from tuanke.care.selectors import reason_words
from tuanke.customers.selectors.wording import life_event_name
from tuanke.ui import formats


def outcome_name(code: str) -> str:
    return str(Attention.Outcome(code).label)


def state_name(code: str) -> str:
    return str(Attention.State(code).label)


def why_listed(line: Attention, *, today: date) -> str:
    """The sentence for this customer, from the line's own evidence and the score as it stands."""
    if line.reason == "date_ahead":
        return _day_ahead(line, today)
    if line.reason == "season":
        return _season(line, today)
    score = line.customer.classification.score
    return reason_words.why(
        line.reason,
        gap_days=score.expected_gap_days or 0,
        recency_days=score.recency_days or 0,
        orders=score.orders or 0,
    )


def also_listed(line: Attention, *, today: date) -> list[str]:
    """What else would have put them on the list; a day ahead with its date."""
    others = line.evidence.get("also", [])
    return [
        _day_ahead(line, today) if code == "date_ahead" else str(reason_words.reason_words(code).name)
        for code in others
    ]


def _day_ahead(line: Attention, today: date) -> str:
    told = line.evidence
    return _("%(occasion)s on %(day)s") % {
        "occasion": life_event_name(told["kind"], told.get("name", "")),
        "day": formats.day(date.fromisoformat(told["comes_on"]), today=today),
    }


def _season(line: Attention, today: date) -> str:
    told = line.evidence
    return _(
        "Bought for %(sum)s before %(festival)s in other years, the last time on %(day)s;"
        " it is on %(on)s, and nothing is ordered yet."
    ) % {
        "sum": formats.yuan_short(told["spent_fen"]),
        "festival": told["festival"],
        "day": formats.day(date.fromisoformat(told["bought_on"]), today=today),
        "on": formats.day(date.fromisoformat(told["festival_on"]), today=today),
    }
