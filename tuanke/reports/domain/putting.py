"""From aggregated levels to an answer: which rows there are, in which order, and what stands beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from tuanke.reports.domain.answer import NOTHING, OTHERS, Answer, Figures, Key, Parts, Row
from tuanke.reports.domain.breakdowns import ORDERED, Breakdown
from tuanke.reports.domain.levels import COLUMNS
from tuanke.reports.domain.measures import MEASURES
from tuanke.reports.domain.periods import Days, span_of, start_of
from tuanke.reports.domain.question import Question

Levels = Mapping[str, Mapping[tuple[Key, ...], Parts]]  # level → keys → parts


def merged(tables: Iterable[Sequence[Mapping[str, Any]]]) -> Levels:
    """Rows of `levels.aggregated`, of one source after the other, as one."""
    found: dict[str, dict[tuple[Key, ...], dict[str, int]]] = {}
    for rows in tables:
        for row in rows:
            keys = tuple(Key(row[f"k{n}"], row[f"o{n}"]) for n in map(int, row["level"]))
            parts = {name: value for name, value in row.items() if name not in COLUMNS}
            found.setdefault(row["level"], {}).setdefault(keys, {}).update(parts)
    return found


def keys_in_order(levels: Levels, number: int, question: Question, days: Days) -> list[Key]:
    """Of one breakdown: days in a row without a gap; what goes by size, the largest first."""
    breakdown, figures = question.breakdowns[number], levels.get(str(number), {})
    keys = [key for (key,) in figures]
    if breakdown.kind == "time":
        return _in_a_row(keys, breakdown.name, days)
    if breakdown.kind in ORDERED:
        return sorted(keys, key=lambda key: _own_order(key.text))
    measure = MEASURES[question.sort or question.measures[0]]
    return sorted(keys, key=lambda key: (-(measure.value(figures[key,]) or 0), key.text))


def first_of(keys: Sequence[Key], breakdown: Breakdown, top: int) -> tuple[list[Key], bool]:
    """The keys that are shown, and whether there are others."""
    if breakdown.kind in ORDERED or len(keys) <= top:
        return list(keys), False
    return list(keys[:top]), True


def _own_order(text: str) -> tuple[bool, int, str]:
    """Numbers as numbers; what is not known comes last."""
    return not text, len(text) if text.isdigit() else 0, text


def _in_a_row(keys: Sequence[Key], unit: str, days: Days) -> list[Key]:
    first = days.first or min((date.fromisoformat(key.text) for key in keys), default=days.end)
    found, day = [], start_of(first, unit)
    while day < days.end:
        found.append(Key(day.isoformat()))
        day = span_of(unit).after(day)
    return found


@dataclass(frozen=True)
class Found:
    """Levels of the days and of the earlier days, and the keys that are shown."""

    levels: Levels
    rows: Sequence[Key] = ()
    columns: Sequence[Key] = ()
    earlier: Levels | None = None
    earlier_days: Days | None = None


def put(question: Question, days: Days, as_of: date, found: Found) -> Answer:
    before = _earlier_of(question, found)
    rows = [
        Row(
            key=key,
            figures=_figures(found.levels, "0", key),
            earlier=before.get(key),
            cells={column: _figures(found.levels, "01", key, column) for column in found.columns},
            is_partial=_is_partial(question, key, days, as_of),
        )
        for key in found.rows
    ]
    earlier = found.earlier
    return Answer(
        question=question,
        days=days,
        rows=_sorted(rows, question),
        columns=found.columns,
        column_totals={column: _figures(found.levels, "1", column) for column in found.columns},
        total=_figures(found.levels, ""),
        earlier_total=None if earlier is None else _figures(earlier, ""),
        earlier_days=found.earlier_days,
    )


def _figures(levels: Levels, level: str, *keys: Key) -> Figures:
    parts = levels.get(level, {}).get(keys)
    return NOTHING if parts is None else Figures(parts)


def _earlier_of(question: Question, found: Found) -> dict[Key, Figures]:
    """Days in a row are compared with the earlier ones by their place."""
    if found.earlier is None or not question.by:
        return {}
    if question.breakdowns[0].kind != "time" or found.earlier_days is None:
        return {key: _figures(found.earlier, "0", key) for key in found.rows}
    then = keys_in_order(found.earlier, 0, question, found.earlier_days)
    pairs = zip_longest(found.rows, then[: len(found.rows)])
    return {now: _figures(found.earlier, "0", before) for now, before in pairs if before is not None}


def _is_partial(question: Question, key: Key, days: Days, as_of: date) -> bool:
    """The month, or whatever it is, is not over, or began before the days."""
    if question.breakdowns[0].kind != "time":
        return False
    start = date.fromisoformat(key.text)
    is_whole = days.first is None or start >= days.first
    return not is_whole or span_of(question.by[0]).after(start) > min(days.end, as_of + timedelta(days=1))


def _sorted(rows: list[Row], question: Question) -> list[Row]:
    """By the measure that was chosen; the others stay last."""
    if not question.sort:
        return rows
    measure = MEASURES[question.sort]
    return sorted(rows, key=lambda row: (row.key == OTHERS, -(row.figures.value(measure) or 0)))
