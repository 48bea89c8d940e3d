"""Basket histories for tests and benchmarks: by hand, at random, and two public data sets."""

import gzip
import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import strategies as st

from tuanke.insights.recommend.baskets import Baskets

Entry = tuple[int, int, int]  # customer_id, basket, product_id
COLUMNS = ("customer_id", "basket", "product_id")

# few customers and items, so that they meet; numbers with gaps
entries = st.lists(
    st.tuples(
        st.sampled_from([7, 11, 40, 41, 2**40]), st.integers(-2, 5), st.sampled_from([-3, 5, 6, 90, 1000])
    ),
    max_size=40,
)


def lines(rows: list[Entry]) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ([], [], [])
    return pa.table(
        {name: pa.array(list(values), pa.int64()) for name, values in zip(COLUMNS, columns, strict=True)}
    )


def baskets(rows: list[Entry]) -> Baskets:
    return Baskets.from_arrow(lines(rows))


def ta_feng(shared_data: Path) -> Baskets:
    """13,858 customers of a grocer as prepared for "A Next Basket Recommendation Reality Check"."""
    path = shared_data / "tafeng_nbr" / "tafeng_merged.json.gz"
    if not path.exists():
        pytest.skip(f"no Ta-Feng data at {path}")
    with gzip.open(path) as file:
        histories = json.load(file)
    return baskets(
        [
            (int(customer), number, item)
            for customer, own in histories.items()
            for number, basket in enumerate(own)
            for item in basket
        ]
    )


def online_retail(shared_data: Path) -> Baskets:
    """Daily baskets (analytics §2.3): items of 5 customers or more, then customers of 3 baskets or more.

    Sales with a customer and a price; stock codes of goods begin with five digits, postage and fees do not.
    """
    path = shared_data / "online_retail" / "online_retail.parquet"
    if not path.exists():
        pytest.skip(f"no Online Retail data at {path}")
    rows = pq.read_table(path)
    goods = pc.match_substring_regex(rows["StockCode"], "^[0-9]{5}")
    sold = pc.and_(pc.greater(rows["Quantity"], 0), pc.greater(rows["UnitPrice"], 0))
    rows = rows.filter(pc.and_(pc.and_(goods, sold), pc.is_valid(rows["CustomerID"])))
    customer = rows["CustomerID"].to_numpy()
    day = rows["InvoiceDate"].to_numpy().astype("datetime64[D]").astype(np.int64)
    item = np.unique(rows["StockCode"].to_numpy(zero_copy_only=False), return_inverse=True)[1]
    kept = _counts(item, customer) >= 5
    customer, day, item = customer[kept], day[kept], item[kept]
    kept = _counts(customer, day) >= 3
    columns = zip(COLUMNS, (customer[kept], day[kept], item[kept]), strict=True)
    return Baskets.from_arrow(pa.table(dict(columns)))


def _counts(of: np.ndarray, different: np.ndarray) -> np.ndarray:
    """For each row how many different values stand beside its own value of `of`."""
    pairs = np.unique(np.column_stack([of, different]), axis=0)
    return np.bincount(pairs[:, 0], minlength=of.max() + 1)[of]
