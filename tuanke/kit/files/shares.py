"""An amount shared out to lines by weight, column-wise: in whole cents, and the parts always sum to it."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanke.kit.files.amounts import AMOUNT
from tuanke.kit.money import allocate

CENT = 10 ** (AMOUNT.scale - 2)  # in units of the last place an amount has
_EXACT = 2**62  # products below this fit the machine's integers

Integers = NDArray[np.int64]


def _split_units(units: int, weights: tuple[int, ...]) -> list[int]:
    step = CENT if units % CENT == 0 else 1
    return [part * step for part in allocate(units // step, weights)]


def to_units(amounts: pa.Array) -> tuple[Integers, NDArray[np.bool_]]:
    """(amounts in their last place, where they are known). One beyond the machine's integers is not known."""
    words = np.frombuffer(amounts.buffers()[1], np.int64).reshape(-1, 2)
    words = words[amounts.offset : amounts.offset + len(amounts)]
    known = amounts.is_valid().to_numpy(zero_copy_only=False) & (words[:, 1] == words[:, 0] >> 63)
    return np.where(known, words[:, 0], 0), known


def from_units(units: Integers, known: NDArray[np.bool_]) -> pa.Array:
    words = np.stack([units, units >> 63], axis=1)
    bits = pa.array(known).buffers()[1]
    return pa.Array.from_buffers(AMOUNT, len(units), [bits, pa.py_buffer(words.tobytes())])


def share_out(totals: Integers, sizes: Integers, weights: Integers) -> Integers:
    """The parts of every total, one total after the other: `sizes` says how many, `weights` by what.

    Totals in units; by largest remainder as `money.allocate`. Where a weight of a total is negative, which
    stands for unknown, or all are zero, its parts are even.
    """
    if not len(totals):
        return np.zeros(0, np.int64)
    starts = np.cumsum(sizes) - sizes
    group = np.repeat(np.arange(len(totals)), sizes)
    even = (np.minimum.reduceat(weights, starts) < 0) | (np.maximum.reduceat(weights, starts) <= 0)
    shares = np.where(even[group], 1, weights)
    steps = np.where(totals % CENT == 0, CENT, 1)
    whole, counts = np.add.reduceat(shares, starts), totals // steps
    products = counts[group] * shares
    parts = products // whole[group]
    left = counts - np.add.reduceat(parts, starts)
    by_remainder = np.lexsort((-(products - parts * whole[group]), group))
    rank = np.empty_like(group)
    rank[by_remainder] = np.arange(len(group)) - starts[group]
    parts = (parts + (rank < left[group])) * steps[group]
    large = np.abs(counts.astype(float)) * np.maximum.reduceat(shares, starts) * sizes > _EXACT
    for index in np.flatnonzero(large):
        own = slice(starts[index], starts[index] + sizes[index])
        parts[own] = _split_units(int(totals[index]), tuple(map(int, shares[own])))
    return parts
