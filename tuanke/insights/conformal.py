"""Intervals from past errors: split conformal, with nothing assumed of how the errors are distributed."""

import math

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

TAIL = 0.1  # on each side: an 80 % interval


def ones(demand: Matrix) -> Matrix:
    """The same scatter whatever is foretold."""
    return np.ones_like(demand)


def roots(demand: Matrix) -> Matrix:
    """The scatter of counts around what is foretold."""
    return np.asarray(np.sqrt(np.maximum(demand, 1.0)))


def edges(errors: Matrix) -> tuple[Vector, Vector]:
    """The quantiles of past errors per week ahead, on the safe side of a small sample (split conformal).

    With n errors the k-th smallest, k = floor(TAIL (n + 1)), and its mirror image (Lei et al. 2018). Where nearly
    all errors had one sign both lie on one side of 0; the nearer one is then 0, for a range that does not hold
    the number it belongs to cannot be read. That only widens it.
    """
    ordered = np.sort(errors, axis=0)
    k = max(math.floor(TAIL * (len(errors) + 1)), 1)
    return np.minimum(ordered[k - 1], 0.0), np.maximum(ordered[-k], 0.0)


def coverage(errors: Matrix) -> float:
    """Each origin against the interval made from the others."""
    inside = [
        (low <= errors[place]) & (errors[place] <= high)
        for place in range(len(errors))
        for low, high in [edges(np.delete(errors, place, axis=0))]
    ]
    return float(np.mean(inside))
