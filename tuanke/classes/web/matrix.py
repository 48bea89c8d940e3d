"""The migration matrix as rows and columns of a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors.moves import MERGED, NEW, NOT_KEPT, Asked, Cell
from tuanke.classes.selectors.names import Text
from tuanke.classes.selectors.options import shown_class
from tuanke.insights.stats import wilson
from tuanke.ui import formats


def shown_end(dimension: str, code: str) -> Text:
    """A class, or what stands for none."""
    if code == NEW:
        return _("New")
    if code == MERGED:
        return _("Merged")
    if code == NOT_KEPT:
        return _("Class not kept")
    return shown_class(dimension, code)


def matrix(
    asked: Asked, moved: Sequence[Cell], everybody: Sequence[Cell], query: QueryDict
) -> dict[str, Any]:
    """`moved` narrowed by the cause asked for; shares are of `everybody` in the class of before."""
    totals: dict[str, int] = {}
    for cell in everybody:
        totals[cell.before] = totals.get(cell.before, 0) + cell.customers
    rows, columns = (_ends(asked.dimension, {getattr(c, end) for c in moved}) for end in ("before", "after"))
    found = {(cell.before, cell.after): cell for cell in moved}
    return {
        "columns": [shown_end(asked.dimension, code) for code in columns],
        "rows": [
            {
                "name": shown_end(asked.dimension, before),
                "total": totals[before],
                "cells": [_cell(found.get((before, after)), totals, query) for after in columns],
            }
            for before in rows
        ],
        "moved": sum(cell.customers for cell in moved if _is_move(cell)),
        "moved_stake": sum(cell.stake for cell in moved if _is_move(cell)),
    }


def _is_move(cell: Cell) -> bool:
    return cell.before not in {cell.after, NEW, NOT_KEPT} and cell.after != MERGED


def _ends(dimension: str, codes: set[str]) -> list[str]:
    """In the dimension's order; the shop's own words after it, then those who came or went."""
    order = {code: place for place, code in enumerate((*DIMENSIONS[dimension], NEW, MERGED, NOT_KEPT))}
    return sorted(codes, key=lambda code: (order.get(code, -1), code))


def _cell(cell: Cell | None, totals: Mapping[str, int], query: QueryDict) -> dict[str, Any] | None:
    if cell is None:
        return None
    whole = totals[cell.before]
    low, high = wilson(cell.customers, whole)
    address = query.copy()
    address.update({"before": cell.before, "after": cell.after})
    return {
        "customers": cell.customers,
        "stake": cell.stake,
        "share": formats.percent(cell.customers / whole),
        "low": formats.percent(low),
        "high": formats.percent(high),
        "moved": _is_move(cell),
        "url": f"{reverse('classes:movers')}?{address.urlencode()}" if cell.after != MERGED else "",
    }
