"""Lists of items, the best first."""

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.recommend.baskets import Real, Whole
from tuanke.insights.recommend.sparse import best

# Customers x items held at once: small enough for the processor's cache.
CELLS = 1 << 20


T = TypeVar("T")


class Ranked(NamedTuple):
    """Customers x n: positions of items and their scores, the best first; -1 and 0 where there are fewer."""

    item: Whole
    score: Real


def in_blocks(work: Callable[[Whole], T], customers: Whole, items: int) -> list[T]:
    """What `work` gives for a few customers at a time, in their order, on every processor."""
    size = max(1, CELLS // max(items, 1))
    blocks = [customers[start : start + size] for start in range(0, len(customers), size)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(work, blocks))


def joined(parts: list[Ranked], n: int) -> Ranked:
    empty = Ranked(np.zeros((0, n), np.int64), np.zeros((0, n)))
    return Ranked(*(np.concatenate(part) for part in zip(empty, *parts, strict=True)))


def first_of_each(row: Whole, item: Whole, score: NDArray[Any], rows: int, n: int) -> Ranked:
    """The n best items of each row, from entries ordered by row."""
    found = Ranked(np.full((rows, n), -1, np.int64), np.zeros((rows, n)))
    ends = np.searchsorted(row, np.arange(rows + 1))
    for number, (start, end) in enumerate(itertools.pairwise(ends)):
        first = start + best(score[start:end], n)
        found.item[number, : len(first)] = item[first]
        found.score[number, : len(first)] = score[first]
    return found


def same_for_all(popularity: NDArray[Any], customers: int, n: int) -> Ranked:
    """The n most popular items for everybody; items nobody bought are left out."""
    first = best(popularity, n)
    first = first[popularity[first] > 0]
    one = first_of_each(np.zeros(len(first), np.int64), first, popularity[first], 1, n)
    return Ranked(np.repeat(one.item, customers, axis=0), np.repeat(one.score, customers, axis=0))
