"""Columns of plain integers for the tests of cut-offs."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from hypothesis import strategies as st

integers = st.lists(st.one_of(st.integers(0, 4), st.integers(-50, 10_000)), min_size=1, max_size=40)


def column_table(values: list[int]) -> ir.Table:
    return ibis.memtable(pa.table({"value": pa.array(values, pa.int64())}))
