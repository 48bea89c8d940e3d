"""The sentences that explain one customer's class."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import BAND
from tuanke.classes.models import CustomerClass
from tuanke.ui import formats

FEW_BUYERS = 100  # below that quantiles say little (domain B0)


def explain(held: CustomerClass, dimension: str) -> list[str]:
    """Why the customer is in this class, from the stored evidence alone: inputs, cut-offs, what would change it."""
    numbers = held.run.parameters
    sentences = _EXPLAINERS[dimension](held, numbers)
    if dimension != "lifecycle" and numbers["buyers"] < FEW_BUYERS:
        sentences.append(_("Careful: the cut-offs rest on %(n)s buyers only.") % {"n": numbers["buyers"]})
    return sentences


def _lifecycle(held: CustomerClass, _numbers: Mapping[str, Any]) -> list[str]:
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


def _frequency(held: CustomerClass, numbers: Mapping[str, Any]) -> list[str]:
    s = held.score
    return [
        _("Bought on %(n)s days in the last %(window)s days.")
        % {"n": s.frequency, "window": numbers["window_days"]},
        _("Cut-offs of this shop: often from %(high)s days, now and then from %(mid)s.")
        % {"high": _known(numbers["frequency_high"]), "mid": _known(numbers["frequency_mid"])},
        *_band(held.frequency, s.frequency, numbers["frequency_high"], numbers["frequency_mid"], money=False),
    ]


def _amount(held: CustomerClass, numbers: Mapping[str, Any]) -> list[str]:
    s = held.score
    return [
        _("Spent %(sum)s net of returns in the last %(window)s days.")
        % {"sum": formats.yuan(s.monetary_fen or 0), "window": numbers["window_days"]},
        _("Cut-offs of this shop: high from %(high)s, middle from %(mid)s.")
        % {"high": _money(numbers["amount_high_fen"]), "mid": _money(numbers["amount_mid_fen"])},
        *_band(
            held.amount, s.monetary_fen, numbers["amount_high_fen"], numbers["amount_mid_fen"], money=True
        ),
    ]


def _value(held: CustomerClass, numbers: Mapping[str, Any]) -> list[str]:
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
    return [rule, *_frequency(held, numbers)[:2], *_amount(held, numbers)[:2], average]


def _abc(held: CustomerClass, numbers: Mapping[str, Any]) -> list[str]:
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


def _money(fen: int | None) -> str:
    return "–" if fen is None else formats.yuan(fen)


def _known(number: int | None) -> str:
    return "–" if number is None else str(number)


_EXPLAINERS = {
    "lifecycle": _lifecycle,
    "frequency": _frequency,
    "amount": _amount,
    "value": _value,
    "abc": _abc,
}
