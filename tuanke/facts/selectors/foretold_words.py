"""How well something was foretold, or what keeps it from being, in words. Needs no database."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tuanke.ui import formats


def verdict_words(
    metric: str, *, value: float, naive: float, coverage: float | None, calibration_error: float | None
) -> str:
    """From the numbers of a backtest; `metric` is one of `insights.predictions`."""
    if metric == "auc":
        return _(
            "%(value)s of pairs ranked right, by days since the last order %(naive)s;"
            " the probabilities were off by %(error)s"
        ) % {
            "value": formats.percent(value),
            "naive": formats.percent(naive),
            "error": formats.percent(calibration_error or 0.0),
        }
    if metric == "mae_days":
        return _(
            "off by %(value)s days on average, by last order plus usual gap %(naive)s;"
            " the 80%% range held %(coverage)s"
        ) % {
            "value": f"{value:.1f}",
            "naive": f"{naive:.1f}",
            "coverage": formats.percent(coverage or 0.0),
        }
    return _("the predicted best fifth brought %(value)s of the money, the best fifth so far %(naive)s") % {
        "value": formats.percent(value),
        "naive": formats.percent(naive),
    }


def missing_words(code: str, numbers: Mapping[str, float]) -> str:
    """From an abstention."""
    words = {
        "too_few_events": _("%(found)s customers ordered in the time tried; it takes %(needed)s."),
        "too_short_history": _("%(found)s days are known; it takes %(needed)s."),
        "worse_than_naive": _("It did not beat the simple rule in this shop."),
        "no_money": _("Nobody brought any money."),
    }[code]
    return words % {name: round(number) for name, number in numbers.items()}
