"""What is expected of customers, and how well that did on the shop's own past."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tuanke.facts.selectors.foretold_words import missing_words, verdict_words


def trials(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row per thing that is foretold: how well it did, or why it is not."""
    names = {
        "churn": _("Who stays away in the next 13 weeks"),
        "next_order": _("When the next order comes"),
        "value": _("Margin of the coming year"),
    }
    return [_row(name, found[key]) for key, name in names.items()]


def _row(what: str, found: Mapping[str, Any]) -> dict[str, Any]:
    if found["why"]:
        return {"what": what, "why": missing_words(found["why"], found["numbers"])}
    trial = found["trial"]
    words = verdict_words(
        trial["metric"],
        value=trial["value"],
        naive=trial["naive"],
        coverage=trial["coverage"],
        calibration_error=trial["calibration_error"],
    )
    day = date.fromisoformat(trial["origin"])
    return {"what": what, "why": "", "on": day, "customers": trial["customers"], "verdict": words}
