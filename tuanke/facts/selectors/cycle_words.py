"""The bands of the purchase cycle in words. Needs no database: `tuanke analyze` has none."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tuanke.insights.cycle import BANDS


def cycle_bands(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every band of `insights.cycle`, from `cycle_distribution`: label, days from and to, customers, share, width."""
    found = {row["from_days"]: row for row in rows}
    widest = max((row["share"] for row in rows), default=1.0)
    empty = {"customers": 0, "share": 0.0}
    return [
        {
            "label": _label(place),
            "from_days": start,
            "to_days": BANDS[place + 1] if place + 1 < len(BANDS) else None,
            "customers": found.get(start, empty)["customers"],
            "share": found.get(start, empty)["share"],
            "width": round(100 * found.get(start, empty)["share"] / widest, 1),
        }
        for place, start in enumerate(BANDS)
    ]


def _label(place: int) -> str:
    if place + 1 == len(BANDS):
        return _("more than a year")
    return _("%(low)s–%(high)s days") % {"low": BANDS[place], "high": BANDS[place + 1] - 1}
