"""What each class means, in words and with this shop's cut-offs."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import OPEN, UNKNOWN
from tuanke.classes.selectors.options import shown_class
from tuanke.classes.selectors.wording_need import NAMES as SIGNALS
from tuanke.insights.engagement import ENGAGED, RECENT_DAYS
from tuanke.insights.needs.scores import APART, FEWEST_LINES, STANDS_OUT, WEIGHTS
from tuanke.ui import formats

Numbers = Mapping[str, Any]


def definition(dimension: str, code: str, numbers: Numbers) -> str:
    """`numbers` are the parameters of the last full run."""
    if dimension == "source":
        return _source(code)
    if dimension in OPEN and code not in {UNKNOWN, "business", "leisure"}:
        return _of_own_word(dimension, code)
    told: Mapping[str, str] = _ALL[dimension](numbers)
    return told.get(code, "")


def _source(code: str) -> str:
    if code == UNKNOWN:
        return _("Neither a visit nor a file says where they came from.")
    if code == "import":
        return _("A file brought them and names a channel that is none of the known ones.")
    return _("Their first touch was through “%(channel)s”. It never changes by itself.") % {
        "channel": shown_class("source", code)
    }


def _of_own_word(dimension: str, code: str) -> str:
    if dimension == "scene":
        return _("They said so; a scene of your own list of needs.")
    return _(
        "Most of what they bought and did lately is in %(category)s: 60%% of it or more, or their strongest category."
    ) % {"category": code}


def _value(numbers: Numbers) -> dict[str, str]:
    cuts = {
        "often": _number(numbers["frequency_high"]),
        "much": _money(numbers["amount_high_fen"]),
        "order": _money(numbers["aov_high_fen"]),
        "window": numbers["window_days"],
    }
    return {
        "high_value": _(
            "Bought on %(often)s days or more and for %(much)s or more in the last %(window)s days."
        )
        % cuts,
        "potential_high_value": _(
            "Does not buy so often (%(often)s days), but for %(much)s or more, or %(order)s or more an order."
        )
        % cuts,
        "ordinary": _("Neither buys often and much, nor much at a time."),
        UNKNOWN: _("Nothing bought yet."),
    }


def _lifecycle(_numbers: Numbers) -> dict[str, str]:
    return {
        "potential": _("In the archive, nothing bought yet."),
        "first": _("Bought on one day so far, and is still within the usual gap."),
        "active": _("Comes back in rhythm: not later than 1.5 times the expected gap."),
        "dormant": _("Between 1.5 and 3 times the expected gap has passed."),
        "lost": _("More than 3 times the expected gap has passed."),
        "returned": _("Bought again after being dormant or lost."),
    }


def _need(_numbers: Numbers) -> dict[str, str]:
    rule = _("Score %(from)s of 100 or more and %(apart)s above the next, or they said so within a year.") % {
        "from": STANDS_OUT,
        "apart": APART,
    }
    signals = {
        need: _(", ").join(str(SIGNALS[signal]) for signal in weights) for need, weights in WEIGHTS.items()
    }
    rests = _("Rests on: %(signals)s.")
    return {
        **{need: f"{rule} {rests % {'signals': told}}" for need, told in signals.items()},
        "balanced": _("No need stands out from the others."),
        UNKNOWN: _("Fewer than %(n)s order lines, and nothing said.") % {"n": FEWEST_LINES},
    }


def _frequency(numbers: Numbers) -> dict[str, str]:
    cuts = {
        "high": _number(numbers["frequency_high"]),
        "mid": _number(numbers["frequency_mid"]),
        "window": numbers["window_days"],
    }
    return {
        "high": _("Bought on %(high)s days or more in the last %(window)s days.") % cuts,
        "mid": _("Bought on %(mid)s days or more, but fewer than %(high)s, in the last %(window)s days.")
        % cuts,
        "low": _("Bought before, on fewer than %(mid)s days in the last %(window)s days.") % cuts,
        UNKNOWN: _("Nothing bought yet."),
    }


def _amount(numbers: Numbers) -> dict[str, str]:
    cuts = {
        "high": _money(numbers["amount_high_fen"]),
        "mid": _money(numbers["amount_mid_fen"]),
        "window": numbers["window_days"],
    }
    return {
        "high": _("Spent %(high)s or more in the last %(window)s days, net of returns.") % cuts,
        "mid": _("Spent %(mid)s or more, but less than %(high)s, in the last %(window)s days.") % cuts,
        "low": _("Bought before, for less than %(mid)s in the last %(window)s days.") % cuts,
        UNKNOWN: _("Nothing bought yet."),
    }


def _behaviour(numbers: Numbers) -> dict[str, str]:
    told = {"engaged": ENGAGED, "days": RECENT_DAYS, "window": numbers["window_days"]}
    return {
        "active": _(
            "Bought in the last %(window)s days and not overdue, or an engagement of %(engaged)s or more."
        )
        % told,
        "potential": _("Never bought, but looked, asked or joined in within the last %(days)s days.") % told,
        "inactive": _("Overdue with the next order, and not otherwise in touch."),
        UNKNOWN: _("Never bought, and nothing else is known of them."),
    }


def _scene(_numbers: Numbers) -> dict[str, str]:
    return {
        "business": _("Buys for a firm: an organisation, invoices with a tax number, or they said so."),
        "leisure": _("A person who buys for themselves or the family, or they said so."),
        UNKNOWN: _("Nothing bought and nothing said yet."),
    }


def _abc(numbers: Numbers) -> dict[str, str]:
    cuts = {"a": _money(numbers["abc_a_fen"]), "b": _money(numbers["abc_b_fen"])}
    return {
        "A": _("The best customers, who together bring 80%% of the margin: from %(a)s each.") % cuts,
        "B": _("Those who bring the next 15%%: from %(b)s each.") % cuts,
        "C": _("All others with a margin: less than %(b)s each.") % cuts,
        "loss": _("Cost more than they brought."),
        UNKNOWN: _("Nothing bought yet."),
    }


_ALL = {
    "value": _value,
    "lifecycle": _lifecycle,
    "need": _need,
    "frequency": _frequency,
    "amount": _amount,
    "behaviour": _behaviour,
    "scene": _scene,
    "interest": lambda _numbers: {UNKNOWN: _("Too little bought or done in any one category.")},
    "abc": _abc,
}


def _number(number: int | None) -> str:
    return "–" if number is None else str(number)


def _money(fen: int | None) -> str:
    return "–" if fen is None else formats.yuan_short(fen)
