"""The answer to a report: rows, columns and a total, each with its own parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tuanke.reports.domain.measures import FEW, Measure
from tuanke.reports.domain.periods import Days
from tuanke.reports.domain.question import Question

Parts = Mapping[str, int]


@dataclass(frozen=True)
class Key:
    """A value of a breakdown; empty text: not known. `is_others`: everything that is not among the first."""

    text: str
    is_others: bool = False


OTHERS = Key("", is_others=True)


@dataclass(frozen=True)
class Figures:
    """What is measured of one group of rows."""

    parts: Parts

    def value(self, measure: Measure) -> float | None:
        return measure.value(self.parts)

    def n(self, measure: Measure) -> int:
        """Customers behind the value."""
        return self.parts.get(measure.n, 0)

    def is_few(self, measure: Measure) -> bool:
        """Too few customers for a share."""
        return measure.unit == "share" and self.n(measure) < FEW


NOTHING = Figures({})


@dataclass(frozen=True)
class Row:
    """`earlier` is None where the report is not compared; `cells` are by key of the column."""

    key: Key
    figures: Figures
    earlier: Figures | None = None
    cells: Mapping[Key, Figures] = field(default_factory=dict)
    is_partial: bool = False


@dataclass(frozen=True)
class Answer:
    question: Question
    days: Days
    rows: Sequence[Row]
    columns: Sequence[Key]
    column_totals: Mapping[Key, Figures]
    total: Figures
    earlier_total: Figures | None = None
    earlier_days: Days | None = None

    @property
    def is_empty(self) -> bool:
        return not any(self.total.parts.values())
