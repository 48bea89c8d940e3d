"""Public order histories as arrays, read where they lie."""

import gzip
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest


class PurchaseDays(NamedTuple):
    """One entry per customer and purchase day, sorted: customer, ordinal of the day, money of the day."""

    customer: np.ndarray
    day: np.ndarray
    money: np.ndarray


class Summary(NamedTuple):
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    log_gaps: np.ndarray
    mean_spend: np.ndarray  # after the first day; 0 without


def cdnow(folder: Path, *, sample: bool = False) -> PurchaseDays:
    """CDNOW: the master file, or the tenth of it that the papers use."""
    path = _existing(folder / "cdnow" / f"CDNOW_{'sample' if sample else 'master'}.txt.gz")
    with gzip.open(path, "rt") as file:
        rows = [line.split()[1 if sample else 0 :] for line in file][0 if sample else 1 :]
    days = [date.fromisoformat(row[1]).toordinal() for row in rows]
    return _days([int(row[0]) for row in rows], days, [float(row[3]) for row in rows])


def online_retail(folder: Path) -> PurchaseDays:
    """UCI Online Retail: the rows of a customer with a price above zero that are no cancellation."""
    path = _existing(folder / "online_retail" / "online_retail.parquet")
    table = pq.read_table(path, columns=["CustomerID", "InvoiceDate", "Quantity", "UnitPrice"])
    money = pc.multiply(pc.cast(table["Quantity"], "float64"), table["UnitPrice"])
    keep = pc.and_(pc.is_valid(table["CustomerID"]), pc.greater(money, 0))
    days = pc.add(pc.cast(pc.cast(table["InvoiceDate"], "date32"), "int32"), date(1970, 1, 1).toordinal())
    columns = [column.filter(keep).to_numpy() for column in (table["CustomerID"], days, money)]
    return _days(*columns)


def summarised(days: PurchaseDays, until: date) -> Summary:
    """The recipe of the published fits, by loops a reader can check."""
    known = days.day <= until.toordinal()
    customer, day, money = (column[known] for column in days)
    starts = np.append(np.flatnonzero(np.diff(customer, prepend=-1)), customer.size)
    rows = []
    for begin, end in pairwise(starts):
        on, spent = day[begin:end], money[begin + 1 : end]
        gaps = np.log(np.diff(on) / 7).sum()
        mean = spent.mean() if spent.size else 0.0
        rows.append((spent.size, (on[-1] - on[0]) / 7, (until.toordinal() - on[0]) / 7, gaps, mean))
    return Summary(*np.array(rows).T)


def _days(customer: np.ndarray, day: np.ndarray, money: np.ndarray) -> PurchaseDays:
    key = np.asarray(customer).astype(np.int64) * 1_000_000 + np.asarray(day)
    distinct, inverse = np.unique(key, return_inverse=True)
    return PurchaseDays(distinct // 1_000_000, distinct % 1_000_000, np.bincount(inverse, money))


def _existing(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"no public data at {path}")
    return path
