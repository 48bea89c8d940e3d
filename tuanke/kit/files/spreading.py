"""One row that stands for several lines: the row repeated, its amounts shared out."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.shares import Integers, from_units, share_out, to_units

SHARED = ("amount", "discount", "cost", "refund_amount")


@dataclass(frozen=True)
class Spread:
    """For every new row: the row it comes from, and its place among that row's lines."""

    rows: Integers
    places: Integers


def spread(counts: Integers) -> Spread:
    rows = np.repeat(np.arange(len(counts)), counts)
    return Spread(rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts))


def shared_out(table: pa.Table, over: Spread, weights: Integers) -> dict[str, pa.Array]:
    """The amounts of `table` for its new rows: of one line as they are, of several by `weights` (new rows)."""
    sizes = np.bincount(over.rows, minlength=table.num_rows)
    several = sizes > 1
    member = several[over.rows]
    columns = {}
    for name in SHARED:
        whole = table[name].combine_chunks()
        if not several.any() or whole.null_count == len(whole):
            continue
        units, known = to_units(whole)
        parts = np.zeros(len(over.rows), np.int64)
        parts[member] = share_out(units[several], sizes[several], weights[member])
        own = whole.take(pa.array(over.rows))
        split = member & known[over.rows]
        columns[name] = pc.if_else(pa.array(split), from_units(parts, split), own)
    return columns
