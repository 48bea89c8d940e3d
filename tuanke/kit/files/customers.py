"""Who ordered, in files that have no customer number."""

from collections.abc import Callable, Sequence
from functools import partial, reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import joined
from tuanke.kit.files.chunks import Mask
from tuanke.kit.files.keys import CustomerRule
from tuanke.kit.files.phones import phones

MASKED = r"\*"
JOINT = " / "


def resolve(
    rules: Sequence[CustomerRule], texts: Callable[[str], pa.StringArray], rows: int
) -> tuple[pa.StringArray, Mask]:
    """(customer by the first rule that gives one, rows where only masked or unusable values are given)."""
    customer = pa.nulls(rows, pa.string())
    given = np.zeros(rows, dtype=np.bool_)
    for rule in rules:
        cells = [texts(column) for column in rule.columns]
        for column in cells:
            given |= column.is_valid().to_numpy(zero_copy_only=False)
        found = phones(cells[0]).identities() if rule.kind == "phone" else _joined(cells)
        customer = pc.coalesce(customer, found)
    return customer, given & customer.is_null().to_numpy(zero_copy_only=False)


def _joined(cells: Sequence[pa.StringArray]) -> pa.StringArray:
    """The texts that are given, joined; null where none of them is without mask."""
    clear = reduce(pc.or_, (pc.fill_null(_unmasked(column), fill_value=False) for column in cells))
    whole = reduce(partial(joined, joint=JOINT), cells)
    return pc.if_else(clear, whole, pa.scalar(None, pa.string()))


def _unmasked(cells: pa.StringArray) -> pa.BooleanArray:
    return pc.invert(pc.match_substring_regex(cells, MASKED))
