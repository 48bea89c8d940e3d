"""Dear functions are computed once per distinct customer, in pieces that stay in the cache."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import DAYS_PER_WEEK, Floats, Integers

_FEW = 2048
_WHOLE = 1e-6


def over_distinct(function: Callable[..., Floats], *columns: Floats) -> Floats:
    """`function` of the columns, elementwise, in their shape.

    Columns of whole numbers or of weeks that are whole days are grouped first; any others go as they are.
    """
    flat = [np.ravel(column) for column in columns]
    inverse = None
    if flat[0].size > _FEW and (key := _key(flat)) is not None:
        first, inverse = _distinct(key)
        flat = [column[first] for column in flat]
    parts = [
        function(*(column[begin : begin + _FEW] for column in flat))
        for begin in range(0, max(flat[0].size, 1), _FEW)
    ]
    values = np.concatenate(parts)
    return (values if inverse is None else values[inverse]).reshape(columns[0].shape)


def _key(columns: list[Floats]) -> Integers | None:
    """One integer per row, equal where all columns are equal; None when there is none."""
    key, room = np.zeros(columns[0].size, np.int64), 1
    for column in columns:
        days = np.rint(column * DAYS_PER_WEEK)
        if np.max(np.abs(days / DAYS_PER_WEEK - column)) > _WHOLE:
            return None
        span = int(days.max()) + 1
        room *= span
        if room >= 1 << 62:
            return None
        key = key * span + days.astype(np.int64)
    return key


def _distinct(key: Integers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each distinct key stands once, and for every key which of those it is."""
    span = int(key.max()) + 1
    if span > 8 * key.size:
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        return first, inverse
    at = np.full(span, -1, np.intp)
    at[key] = np.arange(key.size)
    used = np.flatnonzero(at >= 0)
    number = np.empty(span, np.intp)
    number[used] = np.arange(used.size)
    return at[used], number[key]
