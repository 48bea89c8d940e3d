"""Drawing many weighted choices at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]
Stamps = NDArray[np.datetime64]
Rng = np.random.Generator


def texts(values: Sequence[str]) -> Texts:
    return np.array(values, dtype=object)


def words(line: str) -> Texts:
    return texts(line.split())


def choose(rng: Rng, weights: ArrayLike, size: int) -> Ints:
    return choose_by_row(rng, np.asarray(weights, dtype=float)[None, :], np.zeros(size, dtype=np.int64))


def choose_by_row(rng: Rng, weights: Floats, row: Ints) -> Ints:
    """For each entry of `row` a column of `weights`, drawn by the weights of that row.

    Every row's distribution function is laid behind the one before it, so one binary search serves all rows.
    """
    height, width = weights.shape
    cdf = np.cumsum(weights, axis=1)
    ladder = (np.arange(height)[:, None] + cdf / cdf[:, -1:]).ravel()
    found = np.searchsorted(ladder, row + rng.random(len(row)), side="right")
    column: Ints = np.minimum(found - row * width, width - 1)
    return column


def pick(rng: Rng, values: Sequence[str] | Texts, size: int) -> Texts:
    return np.asarray(values, dtype=object)[rng.integers(len(values), size=size)]


def chance(rng: Rng, share: float | Floats, size: int) -> Flags:
    """True for about this share of them."""
    return rng.random(size) < share


def shares(rng: Rng, parts: Sequence[float], size: int) -> Ints:
    """Classes in exact proportion, in random order, so that a small demo has all of them too."""
    ends = np.cumsum(parts) / np.sum(parts)
    return rng.permutation(np.searchsorted(ends, (np.arange(size) + 0.5) / size))
