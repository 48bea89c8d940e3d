"""An answer as the rows that are shown, sent and exported: one shape for page, mail and file."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tuanke.kit.money import from_fen
from tuanke.reports.domain.answer import NOTHING, Answer, Figures, Key, Row
from tuanke.reports.domain.breakdowns import ORDERED
from tuanke.reports.domain.measures import Measure
from tuanke.reports.selectors.key_names import key_names
from tuanke.reports.selectors.wording import MEASURE_NAMES, breakdown_name
from tuanke.ui import formats


@dataclass(frozen=True)
class Cell:
    """`text` as it reads; `value` for a spreadsheet; `n` where it is a share; `heat` 0-4 in a grid."""

    text: str
    value: Any
    n: int | None = None
    is_few: bool = False
    heat: int | None = None


@dataclass(frozen=True)
class Line:
    label: str
    key: Key | None
    cells: Sequence[Cell]
    is_partial: bool = False
    is_others: bool = False


@dataclass(frozen=True)
class Sheet:
    """`is_grid`: a column per key of the second breakdown, all of the first measure."""

    head: str
    columns: Sequence[str]
    lines: Sequence[Line]
    total: Line
    is_grid: bool = False
    column_keys: Sequence[Key] = ()


def sheet_of(answer: Answer) -> Sheet:
    asked = answer.question
    names = key_names(answer)
    head = breakdown_name(asked.by[0]) if asked.by else ""
    if len(asked.by) > 1:
        return _grid(answer, head, names)
    columns = [str(MEASURE_NAMES[name]) for name in asked.measures]
    if answer.earlier_total is not None:
        columns[1:1] = [_("Earlier"), pgettext("report", "Change")]
    lines = [
        Line(names[0](row.key), row.key, _cells(answer, row), row.is_partial, row.key.is_others)
        for row in answer.rows
    ]
    everything = Row(Key(""), answer.total, answer.earlier_total)
    return Sheet(head, columns, lines, Line(_("In all"), None, _cells(answer, everything)))


def _cells(answer: Answer, row: Row) -> list[Cell]:
    measures = answer.question.asked
    cells = [cell_of(row.figures, measure) for measure in measures]
    if answer.earlier_total is not None:
        earlier = row.earlier or NOTHING
        cells[1:1] = [cell_of(earlier, measures[0]), _change(row.figures, earlier, measures[0])]
    return cells


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


def _change(now: Figures, earlier: Figures, measure: Measure) -> Cell:
    """In percent; of a share in points."""
    value, before = now.value(measure), earlier.value(measure)
    if value is None or not before or now.is_few(measure) or earlier.is_few(measure):
        return Cell("–", None)
    if measure.unit == "share":
        points = (value - before) * 100
        return Cell(_("%(points)s points") % {"points": f"{points:+.1f}"}, Decimal(f"{points / 100:.4f}"))
    change = (value - before) / abs(before)
    return Cell(f"{change * 100:+.0f}%", Decimal(f"{change:.4f}"))


def _grid(answer: Answer, head: str, names: Sequence[Any]) -> Sheet:
    measure = answer.question.asked[0]
    every = _most(answer.rows, measure)
    lines = []
    for row in answer.rows:
        most = every if answer.question.breakdowns[0].kind in ORDERED else _most([row], measure)
        cells = [_heat(row.cells.get(key, NOTHING), measure, most) for key in answer.columns]
        label = names[0](row.key)
        lines.append(
            Line(label, row.key, [*cells, cell_of(row.figures, measure)], row.is_partial, row.key.is_others)
        )
    totals = [cell_of(answer.column_totals.get(key, NOTHING), measure) for key in answer.columns]
    columns = [*(names[1](key) for key in answer.columns), _("In all")]
    total = Line(_("In all"), None, [*totals, cell_of(answer.total, measure)])
    return Sheet(head, columns, lines, total, is_grid=True, column_keys=answer.columns)


def _most(rows: Sequence[Row], measure: Measure) -> float:
    """What is darkest: of all rows where they follow each other, else of each by itself, or a large one hides all."""
    values = (figures.value(measure) or 0 for row in rows for figures in row.cells.values())
    return max(values, default=0)


def _heat(figures: Figures, measure: Measure, most: float) -> Cell:
    value = figures.value(measure) or 0
    shade = min(4, int(value / most * 4.999)) if most > 0 and value > 0 else 0
    return cell_of(figures, measure, heat=shade)
