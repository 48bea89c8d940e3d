"""The part of the Beibei group-buying data that is public, for tests and benchmarks."""

import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from tuanke.insights.recommend.baskets import Baskets, Whole
from tuanke.insights.recommend.deals import Groups

CUSTOMERS, ITEMS = 190_080, 30_782


class File(NamedTuple):
    """One line per group: initiator, item and, where it succeeded, who joined (line by line)."""

    initiator: Whole
    item: Whole
    joined: Whole
    member: Whole


def read(shared_data: Path, name: str) -> File:
    path = shared_data / "beibei_groupbuying" / f"{name}.txt.gz"
    if not path.exists():
        pytest.skip(f"no Beibei data at {path}")
    with gzip.open(path, "rt") as file:
        rows = [line.split() for line in file]
    heads = np.array([row[:2] for row in rows]).astype(np.int64)
    members = np.array([member for row in rows for member in row[2:]]).astype(np.int64)
    return File(
        heads[:, 0], heads[:, 1], np.repeat(np.arange(len(rows)), [len(row) - 2 for row in rows]), members
    )


def before_the_test(shared_data: Path) -> Groups:
    """The tuning groups, which succeeded, and the failed ones."""
    tune, failed = read(shared_data, "tune"), read(shared_data, "invalid")
    return Groups(
        initiator=np.concatenate([tune.initiator, failed.initiator]),
        item=np.concatenate([tune.item, failed.item]),
        succeeded=np.arange(len(tune.item) + len(failed.item)) < len(tune.item),
        member=tune.member,
        joined=tune.joined,
    )


def tested(shared_data: Path, customers: int) -> Baskets:
    """Of so many initiators, drawn evenly at random, the item of their last successful group."""
    test = read(shared_data, "test")
    drawn = np.sort(np.random.default_rng(0).choice(len(test.item), customers, replace=False))
    return Baskets(
        customer=test.initiator[drawn],
        basket=np.zeros(customers, np.int64),
        item=test.item[drawn],
        customer_ids=np.arange(CUSTOMERS),
        item_ids=np.arange(ITEMS),
    )


def finished(shared_data: Path) -> tuple[Whole, Whole, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Item and initiator of all groups, and whether each succeeded."""
    parts = [read(shared_data, name) for name in ("test", "tune", "invalid")]
    item, initiator = np.concatenate([part[:2] for part in parts], axis=1)[::-1]
    return item, initiator, np.arange(len(item)) < len(item) - len(parts[-1].item)
