"""Goods listed in one cell, cut into lines."""

import re
from functools import cache
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.amounts import PRECISE
from tuanke.kit.files.spreading import shared_out, spread

_LONGEST = 10_000

Items = list[tuple[str, int]]
_AS_IT_IS: list[tuple[str | None, int | None]] = [(None, None)]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def parse_items(text: str, pattern: str) -> Items:
    """[(name, quantity)]; empty when the text does not parse to its very end."""
    found: Items = []
    end = 0
    while end < len(text) <= _LONGEST and (match := _compiled(pattern).match(text, end)):
        found.append((match["name"], int(match["quantity"])))
        end = match.end()
    return found if end == len(text) else []


def with_lines(table: pa.Table, pattern: str) -> pa.Table:
    """Rows whose `product` lists several goods become one row per good, their amounts shared by quantity.

    A `product` that does not parse stays one row as it is.
    """
    encoded = table["product"].combine_chunks().dictionary_encode()
    goods = [parse_items(text, pattern) or _AS_IT_IS for text in encoded.dictionary.to_pylist()]
    goods.append(_AS_IT_IS)  # for rows without product, whose code is -1
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    sizes = np.array(list(map(len, goods)))
    over = spread(sizes[codes])
    each = pa.array((np.cumsum(sizes) - sizes)[codes][over.rows] + over.places)
    names = pa.array([name for name, _ in chain.from_iterable(goods)], pa.string()).take(each)
    numbers = pa.array([number for _, number in chain.from_iterable(goods)], pa.int64()).take(each)
    rows = table.take(pa.array(over.rows))
    columns = {
        "product": pc.coalesce(names, rows["product"]),
        "quantity": pc.coalesce(numbers.cast(PRECISE), rows["quantity"]),
        **shared_out(table, over, numbers.fill_null(1).to_numpy(zero_copy_only=False)),
    }
    return pa.table([columns.get(name, rows[name]) for name in table.column_names], schema=table.schema)
