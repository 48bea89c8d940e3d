"""Goods listed in one cell, cut into lines."""

import re
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.amounts import AMOUNT, PRECISE
from tuanke.kit.files.shares import split_amount

_LONGEST = 10_000
SHARED = ("amount", "discount", "cost", "refund_amount")

Items = list[tuple[str, int]]


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
    goods = [parse_items(text, pattern) for text in encoded.dictionary.to_pylist()]
    goods.append([])  # for rows without product, whose code is -1
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    counts = np.array([max(len(items), 1) for items in goods])[codes]
    rows = np.repeat(np.arange(table.num_rows), counts)
    lines = [line for code in codes for line in goods[code] or [(None, None)]]
    spread = table.take(pa.array(rows))
    names = pa.array([name for name, _ in lines], pa.string())
    numbers = pa.array([number for _, number in lines], pa.int64()).cast(PRECISE)
    columns = {
        "product": pc.coalesce(names, spread["product"]),
        "quantity": pc.coalesce(numbers, spread["quantity"]),
    }
    listing = np.flatnonzero(counts > 1)
    weights = [tuple(number for _, number in goods[code]) for code in codes[listing]]
    split = pa.array(np.isin(rows, listing))
    for name in SHARED:
        if table[name].null_count < table.num_rows:
            columns[name] = _shared(table[name].take(pa.array(listing)), weights, spread[name], split)
    return pa.table([columns.get(name, spread[name]) for name in table.column_names], schema=table.schema)


def _shared(
    whole: pa.ChunkedArray, weights: list[tuple[int, ...]], spread: pa.ChunkedArray, split: pa.BooleanArray
) -> pa.Array:
    """`spread` with the parts of `whole` by `weights`, where `split`."""
    parts = [
        part
        for amount, own in zip(whole.to_pylist(), weights, strict=True)
        for part in ((None,) * len(own) if amount is None else split_amount(amount, own))
    ]
    return pc.replace_with_mask(spread.combine_chunks(), split, pa.array(parts, AMOUNT))
