"""How many of a table's rows lie in which band of a number."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir


def distribution(rows: ir.Table, column: str, starts: Sequence[int], counted: str) -> ir.Table:
    """One row per band that anything is in: from_{column} (one of `starts`), `counted` (rows), share.

    `starts` ascend; what lies below the first is in the first band, the last one has no end. Rows where the
    column is NULL are left out.
    """
    known = rows.filter(rows[column].notnull())
    value = known[column]
    band = ibis.cases(*((value >= start, start) for start in reversed(starts)), else_=starts[0])
    bands = known.group_by(**{f"from_{column}": band.cast("int64")}).aggregate(**{counted: known.count()})
    return bands.mutate(share=bands[counted] / bands[counted].sum().over(ibis.window()))
