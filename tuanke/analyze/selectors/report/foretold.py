"""What is foretold of every customer, and how well that did on the shop's own past."""

from typing import Any

from django.utils.translation import gettext as _

from tuanke.analyze.selectors.foresight import Foresight
from tuanke.analyze.selectors.lifetime import Lifetime
from tuanke.insights.predictions import Abstention, Backtest
from tuanke.ui import formats

MODEL_NAMES = {"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "paretonbd": "Pareto/NBD"}


def order_days(found: Lifetime) -> dict[str, Any]:
    """The trial of the model of order days: how many were expected to order, and how many did."""
    trial = found.backtest
    if trial is None:
        return {"why": gap(found)}
    return {"why": "", "model": MODEL_NAMES[found.model or ""], "trial": trial, "is_better": trial.gain > 0}


def gap(found: Lifetime) -> str:
    """What is missing for a model of order days."""
    if found.why == "no_repeat":
        return _("Nobody has ordered on a second day yet.")
    return _(
        "Only %(n)s customers ordered in the last 13 weeks with something known before; it takes 200."
    ) % {"n": found.events}


def trials(found: Foresight) -> list[dict[str, Any]]:
    """One row per thing that is foretold: how well it did, or why it is not."""
    return [
        _row(_("Who stays away in the next 13 weeks"), found.churn),
        _row(_("When the next order comes"), found.next_order),
        _row(_("Margin of the coming year"), found.value),
    ]


def _row(what: str, prediction: Any) -> dict[str, Any]:
    if isinstance(prediction, Abstention):
        return {"what": what, "why": _missing(prediction)}
    trial: Backtest = prediction.backtest
    return {
        "what": what,
        "why": "",
        "on": formats.day(trial.origin),
        "customers": trial.customers,
        "verdict": _verdict(trial),
    }


def _verdict(trial: Backtest) -> str:
    if trial.metric == "auc":
        return _(
            "%(value)s of pairs ranked right, by days since the last order %(naive)s;"
            " the probabilities were off by %(error)s"
        ) % {
            "value": formats.percent(trial.value),
            "naive": formats.percent(trial.naive),
            "error": formats.percent(trial.calibration_error or 0.0),
        }
    if trial.metric == "mae_days":
        return _(
            "off by %(value)s days on average, by last order plus usual gap %(naive)s;"
            " the 80%% range held %(coverage)s"
        ) % {
            "value": f"{trial.value:.1f}",
            "naive": f"{trial.naive:.1f}",
            "coverage": formats.percent(trial.coverage or 0.0),
        }
    return _("the predicted best fifth brought %(value)s of the money, the best fifth so far %(naive)s") % {
        "value": formats.percent(trial.value),
        "naive": formats.percent(trial.naive),
    }


def _missing(abstention: Abstention) -> str:
    words = {
        "too_few_events": _("%(found)s customers ordered in the time tried; it takes %(needed)s."),
        "too_short_history": _("%(found)s days are known; it takes %(needed)s."),
        "worse_than_naive": _("It did not beat the simple rule in this shop."),
        "no_money": _("Nobody brought any money."),
    }[abstention.code]
    return words % {name: round(number) for name, number in abstention.numbers.items()}
