"""What is foretold of every customer, and how well that did on the shop's own past."""

from typing import Any

from django.utils.translation import gettext as _

from tuanke.analyze.selectors.foresight import Foresight
from tuanke.analyze.selectors.lifetime import Lifetime
from tuanke.facts.selectors.foretold_words import missing_words, verdict_words
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
        return {"what": what, "why": missing_words(prediction.code, prediction.numbers)}
    trial: Backtest = prediction.backtest
    return {
        "what": what,
        "why": "",
        "on": formats.day(trial.origin),
        "customers": trial.customers,
        "verdict": verdict_words(
            trial.metric,
            value=trial.value,
            naive=trial.naive,
            coverage=trial.coverage,
            calibration_error=trial.calibration_error,
        ),
    }
