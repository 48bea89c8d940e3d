"""What the scores of a need rest on, signal by signal."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuanke.ui import formats

# Signal → its sentence; own and expected are lines, contacts, or a place from 0 (cheapest) to 1 (dearest).
LINES: Mapping[str, Promise] = {
    "deal": gettext_lazy(
        "Bought %(own)s of %(n)s lines at 10%% off or more; the same goods were on offer for %(expected)s of them."
        " More than %(share)s of the customers."
    ),
    "return": gettext_lazy(
        "Sent back %(own)s of %(n)s lines; others would send back %(expected)s. More than %(share)s of the customers."
    ),
    "contact": gettext_lazy(
        "Turned to the shop %(own)s times over %(n)s orders; others would %(expected)s times."
        " More than %(share)s of the customers."
    ),
}
PLACES: Mapping[str, Promise] = {
    "tier": gettext_lazy(
        "Picks goods at %(own)s of the price range of their categories, where others are at %(expected)s:"
        " dearer than %(share)s of the customers."
    ),
    "spend_tier": gettext_lazy(
        "Spends its money at %(own)s of the price range, others at %(expected)s: dearer than"
        " %(share)s of the customers."
    ),
}


def signals_in_words(found: Any) -> list[str]:
    """One sentence per signal that is known, and what is not known; `found` is a CustomerNeed."""
    told, missing = [], []
    for signal, sentence in {**LINES, **PLACES}.items():
        percentile = getattr(found, f"{signal}_percentile")
        if percentile is None:
            missing.append(str(NAMES[signal]))
            continue
        number = formats.percent if signal in PLACES else _plain
        values = {
            "n": getattr(found, f"{signal}_n"),
            "own": number(getattr(found, f"{signal}_own")),
            "expected": number(getattr(found, f"{signal}_expected")),
            "share": formats.percent(percentile / 100, 0),
        }
        told.append(str(sentence) % values)
    if missing:
        told.append(_("Not known: %(signals)s.") % {"signals": _(", ").join(missing)})
    return told


NAMES: Mapping[str, Promise] = {
    "deal": gettext_lazy("discounts"),
    "return": gettext_lazy("goods sent back"),
    "contact": gettext_lazy("questions to the shop"),
    "tier": gettext_lazy("price range of what they pick"),
    "spend_tier": gettext_lazy("price range of what they spend on"),
}


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
