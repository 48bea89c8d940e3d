"""The sentences that explain one customer's class, in the dimensions that order lines tell."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import BAND, CUT_BY_NUMBERS
from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.classes.selectors.names import class_name
from tuanke.classes.selectors.wording_beside import explain_beside
from tuanke.ui import formats

FEW_BUYERS = 100  # below that quantiles say little (domain B0)
Numbers = Mapping[str, Any]


def explain(held: CustomerClass, dimension: str) -> list[str]:
    """Why the customer is in this class, from the stored evidence alone: inputs, cut-offs, what would change it."""
    if dimension not in _EXPLAINERS:
        return explain_beside(held, dimension)
    numbers = held.run.parameters
    sentences = _EXPLAINERS[dimension](held, numbers)
    if dimension in CUT_BY_NUMBERS and numbers["buyers"] < FEW_BUYERS:
        sentences.append(_("Careful: the cut-offs rest on %(n)s buyers only.") % {"n": numbers["buyers"]})
    return sentences


def causes() -> Mapping[str, str]:
    """Why somebody may have changed class, by code."""
    return {cause.value: str(cause.label) for cause in ClassChange.Cause}


def _lifecycle(held: CustomerClass, _numbers: Numbers) -> list[str]:
    s = held.score
    if s.last_on is None or s.expected_gap_days is None or s.rho is None:
        return [_("No order yet.")]
    sentences = [
        _("Last order %(ago)s ago; by their rhythm one is expected every %(gap)s.")
        % {"ago": formats.days(s.recency_days or 0), "gap": formats.days(s.expected_gap_days)},
        _("That is %(rho)s times the expected gap: up to 1.5 is active, up to 3 dormant, above that lost.")
        % {"rho": f"{s.rho:.1f}"},
    ]
    if (s.gaps or 0) < 1:
        sentences.append(_("They ordered on one day only, so the gap is the shop's usual one."))
    if held.lifecycle in {"active", "first", "returned"} and s.dormant_on:
        sentences.append(
            _("Without an order they become dormant on %(day)s.") % {"day": formats.day(s.dormant_on)}
        )
    elif held.lifecycle == "dormant" and s.lost_on:
        sentences.append(
            _("Without an order they count as lost from %(day)s.") % {"day": formats.day(s.lost_on)}
        )
    return sentences


def _frequency(held: CustomerClass, numbers: Numbers) -> list[str]:
    s, high, mid = held.score, numbers["frequency_high"], numbers["frequency_mid"]
    return [
        _("Bought on %(n)s days in the last %(window)s days.")
        % {"n": s.frequency, "window": numbers["window_days"]},
        *_ahead_of(s.f_score, _("At least %(share)s of this shop's buyers bought on fewer days.")),
        _("Cut-offs of this shop: often from %(high)s days, now and then from %(mid)s.")
        % {"high": _number(high), "mid": _number(mid)},
        *_missing(s.frequency, high, mid, _("%(n)s more purchase days make it the next class."), str),
        *_band(held.frequency, s.frequency, high, mid, money=False),
        *_waiting(held.frequency_below_on),
    ]


def _amount(held: CustomerClass, numbers: Numbers) -> list[str]:
    s, high, mid = held.score, numbers["amount_high_fen"], numbers["amount_mid_fen"]
    return [
        _("Spent %(sum)s net of returns in the last %(window)s days.")
        % {"sum": formats.yuan(s.monetary_fen or 0), "window": numbers["window_days"]},
        *_ahead_of(s.m_score, _("At least %(share)s of this shop's buyers spent less.")),
        _("Cut-offs of this shop: high from %(high)s, middle from %(mid)s.")
        % {"high": _money(high), "mid": _money(mid)},
        *_missing(s.monetary_fen, high, mid, _("%(n)s more make it the next class."), formats.yuan),
        *_band(held.amount, s.monetary_fen, high, mid, money=True),
        *_waiting(held.amount_below_on),
    ]


def _value(held: CustomerClass, numbers: Numbers) -> list[str]:
    rule = {
        "high_value": _("Buys often and spends much: that is high value."),
        "potential_high_value": _(
            "Spends much, or much at a time, but does not buy often yet: potential high value."
        ),
        "ordinary": _("Neither buys often and much, nor much at a time: ordinary."),
    }.get(held.value, _("Nothing bought yet, so the value cannot be told."))
    average = _("Average order %(aov)s; the top fifth of this shop starts at %(cut)s.") % {
        "aov": _money(held.score.aov_fen),
        "cut": _money(numbers["aov_high_fen"]),
    }
    s = held.score
    inputs = [
        _("Bought on %(n)s days in the last %(window)s days; often is from %(high)s.")
        % {"n": s.frequency, "window": numbers["window_days"], "high": _number(numbers["frequency_high"])},
        _("Spent %(sum)s in that time; high is from %(high)s.")
        % {"sum": formats.yuan(s.monetary_fen or 0), "high": _money(numbers["amount_high_fen"])},
    ]
    held_classes = _("They count as “%(frequency)s” and “%(amount)s”.") % {
        "frequency": class_name("frequency", held.frequency),
        "amount": class_name("amount", held.amount),
    }
    return [rule, *inputs, held_classes, average, *_waiting(held.value_below_on)]


def _abc(held: CustomerClass, numbers: Numbers) -> list[str]:
    return [
        _("Brought %(margin)s of margin so far.") % {"margin": _money(held.score.margin_fen)},
        _(
            "A are the customers who together bring 80%% of the margin (from %(a)s each), B the next 15%% (from %(b)s)."
        )
        % {"a": _money(numbers["abc_a_fen"]), "b": _money(numbers["abc_b_fen"])},
    ]


def _band(held: str, measure: int | None, high: int | None, mid: int | None, *, money: bool) -> list[str]:
    cut = {"high": high, "mid": mid}.get(held)
    if cut is None or measure is None:
        return []
    floor = cut * BAND
    shown = formats.yuan(round(floor)) if money else f"{floor:.1f}"
    return [_("They leave this class only below %(floor)s, so that it does not flicker.") % {"floor": shown}]


def _ahead_of(score: int | None, sentence: str) -> list[str]:
    """From the quintile score 1-5: so many fifths of the buyers are strictly below."""
    if score is None or score < 2:  # noqa: PLR2004
        return []
    return [sentence % {"share": formats.percent((score - 1) / 5, 0)}]


def _missing(
    measure: int | None, high: int | None, mid: int | None, sentence: str, shown: Callable[[int], str]
) -> list[str]:
    """How far it is to the next class up."""
    above = [cut for cut in (mid, high) if cut is not None and (measure or 0) < cut]
    return [sentence % {"n": shown(min(above) - (measure or 0))}] if above and measure is not None else []


def _waiting(below_on: date | None) -> list[str]:
    if below_on is None:
        return []
    return [
        _("Below the class since the scoring of %(day)s; if the next day's agrees, they leave it.")
        % {"day": formats.day(below_on)}
    ]


def _money(fen: int | None) -> str:
    return "–" if fen is None else formats.yuan(fen)


def _number(number: int | None) -> str:
    return "–" if number is None else str(number)


_EXPLAINERS = {
    "lifecycle": _lifecycle,
    "frequency": _frequency,
    "amount": _amount,
    "value": _value,
    "abc": _abc,
}
