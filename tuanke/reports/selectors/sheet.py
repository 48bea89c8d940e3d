"""An answer as the rows that are shown, sent and exported: one shape for page, mail and file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tuanke.reports.domain.answer import NOTHING, Answer, Key, Row
from tuanke.reports.domain.breakdowns import ORDERED
from tuanke.reports.domain.measures import Measure
from tuanke.reports.selectors.cells import Cell, cell_of, change_of, heated
from tuanke.reports.selectors.key_names import key_names
from tuanke.reports.selectors.wording import MEASURE_NAMES, breakdown_name


@dataclass(frozen=True)
class Line:
    label: str
    key: Key | None
    cells: Sequence[Cell]
    is_partial: bool = False
    is_others: bool = False


@dataclass(frozen=True)
class Sheet:
    """`is_grid`: for each measure (`bands`) a column per key of the second breakdown, and one over all of them."""

    head: str
    columns: Sequence[str]
    lines: Sequence[Line]
    total: Line
    is_grid: bool = False
    column_keys: Sequence[Key | None] = ()
    bands: Sequence[str] = ()

    @property
    def band_width(self) -> int:
        """Columns of one measure in a grid."""
        return len(self.columns) // len(self.bands)

    @property
    def headings(self) -> list[str]:
        """A name for each column that tells it from all others."""
        if len(self.bands) < 2:  # noqa: PLR2004
            return list(self.columns)
        bands = (band for band in self.bands for _column in range(self.band_width))
        return [f"{band} · {column}" for band, column in zip(bands, self.columns, strict=True)]


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
        cells[1:1] = [cell_of(earlier, measures[0]), change_of(row.figures, earlier, measures[0])]
    return cells


def _grid(answer: Answer, head: str, names: Sequence[Any]) -> Sheet:
    """The columns of one measure, then those of the next."""
    measures = answer.question.asked
    every = {measure: _most(answer.rows, measure) for measure in measures}
    is_ordered = answer.question.breakdowns[0].kind in ORDERED
    lines = []
    for row in answer.rows:
        most = every if is_ordered else {measure: _most([row], measure) for measure in measures}
        cells = [cell for measure in measures for cell in _band(answer, row, measure, most[measure])]
        lines.append(Line(names[0](row.key), row.key, cells, row.is_partial, row.key.is_others))
    everything = Row(Key(""), answer.total, cells=answer.column_totals)
    totals = [cell for measure in measures for cell in _band(answer, everything, measure)]
    columns = [*(names[1](key) for key in answer.columns), _("In all")]
    return Sheet(
        head,
        columns * len(measures),
        lines,
        Line(_("In all"), None, totals),
        is_grid=True,
        column_keys=[*answer.columns, None] * len(measures),
        bands=[str(MEASURE_NAMES[measure.name]) for measure in measures],
    )


def _band(answer: Answer, row: Row, measure: Measure, most: float | None = None) -> list[Cell]:
    """A row's cells of one measure, the last of them over all columns; without `most` unshaded."""
    found = [row.cells.get(key, NOTHING) for key in answer.columns]
    cells = [cell_of(one, measure) if most is None else heated(one, measure, most) for one in found]
    return [*cells, cell_of(row.figures, measure)]


def _most(rows: Sequence[Row], measure: Measure) -> float:
    """What is darkest: of all rows where they follow each other, else of each by itself, or a large one hides all."""
    values = (figures.value(measure) or 0 for row in rows for figures in row.cells.values())
    return max(values, default=0)
