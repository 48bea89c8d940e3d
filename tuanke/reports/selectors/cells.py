"""What stands in one place of a report: a figure in words, and as a number for a spreadsheet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tuanke.kit.money import from_fen
from tuanke.reports.domain.answer import Figures
from tuanke.reports.domain.measures import Measure
from tuanke.ui import formats


@dataclass(frozen=True)
class Cell:
    """`text` as it reads; `value` for a spreadsheet; `n` where it is a share; `heat` 0-4 in a grid."""

    text: str
    value: Any
    n: int | None = None
    is_few: bool = False
    heat: int | None = None


def cell_of(figures: Figures, measure: Measure, heat: int | None = None) -> Cell:
    value = figures.value(measure)
    n = figures.n(measure) if measure.unit == "share" else None
    if value is None:
        return Cell("–", None, n, heat=heat)
    if figures.is_few(measure):
        return Cell(_("n < 5"), None, n, is_few=True, heat=heat)
    return Cell(in_words(value, measure.unit), _plain(value, measure.unit), n, heat=heat)


def in_words(value: float, unit: str) -> str:
    if unit == "money":
        return formats.yuan_short(round(value))
    if unit == "share":
        return formats.percent(value)
    return f"{value:,.2f}" if unit == "ratio" else f"{value:,.0f}"


def _plain(value: float, unit: str) -> Any:
    """Money in yuan, shares from 0 to 1."""
    if unit == "money":
        return from_fen(round(value))
    return round(value) if unit == "count" else Decimal(f"{value:.4f}")


def change_of(now: Figures, earlier: Figures, measure: Measure) -> Cell:
    """In percent; of a share in points."""
    value, before = now.value(measure), earlier.value(measure)
    if value is None or not before or now.is_few(measure) or earlier.is_few(measure):
        return Cell("–", None)
    if measure.unit == "share":
        points = (value - before) * 100
        return Cell(_("%(points)s points") % {"points": f"{points:+.1f}"}, Decimal(f"{points / 100:.4f}"))
    change = (value - before) / abs(before)
    return Cell(f"{change * 100:+.0f}%", Decimal(f"{change:.4f}"))


def heated(figures: Figures, measure: Measure, most: float) -> Cell:
    """Shaded against the largest."""
    value = figures.value(measure) or 0
    shade = min(4, int(value / most * 4.999)) if most > 0 and value > 0 else 0
    return cell_of(figures, measure, heat=shade)
