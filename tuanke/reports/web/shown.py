"""An answer on the page: sentence, chart, table, and the ways to the people behind each row."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from tuanke.facts.selectors.reports import read_margin_basis
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.reports.domain.answer import Answer, Key
from tuanke.reports.domain.question import Question
from tuanke.reports.selectors.cells import Cell
from tuanke.reports.selectors.sheet import Sheet, sheet_of
from tuanke.reports.selectors.telling import told
from tuanke.reports.selectors.wording import COMPARISON_NAMES, MEASURE_NAMES, days_in_words
from tuanke.reports.services.answering import answer
from tuanke.reports.web.asked import address_of
from tuanke.segments.selectors.wording import read_back

MOST_BARS = 20


def shown(question: Question, viewer: Viewer, *, as_of: date, at: datetime) -> dict[str, Any]:
    found = answer(question, viewer, as_of=as_of, at=at)
    sheet = sheet_of(found)
    return {
        "answer": found,
        "sheet": sheet,
        "lines": _lines(question, sheet, viewer),
        "sentence": told(found),
        "days": days_in_words(found.days),
        "earlier_days": days_in_words(found.earlier_days) if found.earlier_days else "",
        "compared": COMPARISON_NAMES.get(question.compared, ""),
        "whom": read_back(question.whom) if question.whom is not None else "",
        "chart": None if sheet.is_grid else chart_of(found, sheet),
        "margin_basis": read_margin_basis() if _asks_margin(question) else "",
        "n": found.total.n(question.asked[0]),
    }


def _asks_margin(question: Question) -> bool:
    return any("margin" in part for measure in question.asked for part in measure.parts)


@dataclass(frozen=True)
class ShownCell:
    """A cell, and who is behind it; empty: no way there."""

    cell: Cell
    url: str = ""


def _lines(question: Question, sheet: Sheet, viewer: Viewer) -> list[dict[str, Any]]:
    """In a table a row leads to its people, in a grid each cell to its own."""
    leads = viewer.may(Permission.CUSTOMERS_VIEW) and bool(question.by)
    lines = []
    for line in sheet.lines:
        row = line.key if leads else None
        url = "" if sheet.is_grid else _address(question, row)
        columns = sheet.column_keys if sheet.is_grid else [None] * len(line.cells)
        cells = [
            ShownCell(
                cell,
                _address(_led_by(question, number // sheet.band_width), row, key)
                if key and cell.value
                else "",
            )
            for number, (cell, key) in enumerate(zip(line.cells, columns, strict=True))
        ]
        lines.append({"line": line, "url": url, "cells": cells})
    return lines


def _led_by(question: Question, band: int) -> Question:
    """People are those of the first figure: the one a cell shows is put there."""
    chosen = question.measures[band]
    return replace(question, measures=(chosen, *(name for name in question.measures if name != chosen)))


def _address(question: Question, *keys: Key | None) -> str:
    known = [key.text for key in keys if key is not None and not key.is_others]
    if len(known) < len(question.by):
        return ""
    return f"{reverse('reports:people')}?{address_of(question, key=known)}"


def chart_of(found: Answer, sheet: Sheet) -> dict[str, Any] | None:
    """A line where days follow each other, bars elsewhere; nothing where there is one value, or none."""
    question, measure = found.question, found.question.asked[0]
    if len(found.rows) < 2 or not question.by:  # noqa: PLR2004
        return None
    is_line = question.breakdowns[0].kind == "time"
    rows = list(zip(found.rows, sheet.lines, strict=True))
    rows = rows if is_line else [pair for pair in rows if not pair[0].key.is_others][:MOST_BARS]
    scale = {"money": 100, "share": 0.01}.get(measure.unit, 1)

    def drawn(figures: Any) -> float | None:
        value = None if figures is None or figures.is_few(measure) else figures.value(measure)
        return None if value is None else round(value / scale, 2)

    return {
        "kind": "line" if is_line else "bar",
        "unit": measure.unit,
        "name": str(MEASURE_NAMES[measure.name]),
        "labels": [line.label for _row, line in rows],
        "values": [drawn(row.figures) for row, _line in rows],
        "earlier": [drawn(row.earlier) for row, _line in rows] if found.earlier_total else None,
        "earlier_name": str(COMPARISON_NAMES.get(question.compared, "")),
    }
