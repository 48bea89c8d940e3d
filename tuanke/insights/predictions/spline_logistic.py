"""Logistic regression on natural cubic splines: smooth in every feature, straight beyond the data.

Penalised maximum likelihood by iteratively reweighted least squares; splines in Harrell's form (Regression
Modeling Strategies, 2.4.5) with five knots at quantiles.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import Floats

_KNOTS = np.linspace(0.05, 0.95, 5)
_PENALTY = 10.0  # on each squared coefficient of a column of unit variance
_ROUNDS, _STILL = 50, 1e-8
_FEWEST_KNOTS = 3


@dataclass(frozen=True)
class Curve:
    """One feature: its knots (fewer than three: a straight line), and what its basis columns count."""

    knots: Floats
    mean: Floats
    scale: Floats
    coefficient: Floats

    def contribution(self, values: Floats) -> Floats:
        """What the values add to the log-odds, against the average of the customers trained on."""
        weight = self.coefficient / self.scale
        columns = _basis(values, self.knots)
        return columns @ weight - self.mean @ weight


@dataclass(frozen=True)
class SplineLogistic:
    intercept: float
    curves: tuple[Curve, ...]

    def contributions(self, features: Floats) -> Floats:
        """Per customer and feature, in log-odds; with `intercept` they sum to the log-odds."""
        return np.stack(
            [curve.contribution(column) for curve, column in zip(self.curves, features.T, strict=True)],
            axis=1,
        )


def fit(features: Floats, came: NDArray[np.bool_], weight: Floats) -> SplineLogistic:
    """Features are customers x features, all finite; the penalty leaves the intercept alone."""
    knots = [_knots(column) for column in features.T]
    bases = [_basis(column, own) for column, own in zip(features.T, knots, strict=True)]
    means = [basis.mean(axis=0) for basis in bases]
    scales = [np.where(basis.std(axis=0) > 0, basis.std(axis=0), 1.0) for basis in bases]
    columns = [(basis - mean) / scale for basis, mean, scale in zip(bases, means, scales, strict=True)]
    coefficient = _solve(np.hstack([np.ones((came.size, 1)), *columns]), came, weight)
    ends = np.cumsum([1, *(basis.shape[1] for basis in bases)])
    parts = [coefficient[begin:end] for begin, end in pairwise(ends)]
    curves = (Curve(*one) for one in zip(knots, means, scales, parts, strict=True))
    return SplineLogistic(float(coefficient[0]), tuple(curves))


def probability(log_odds: Floats) -> Floats:
    """1 / (1 + e^-z)."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -700, 700)))


def _solve(columns: Floats, came: NDArray[np.bool_], weight: Floats) -> Floats:
    penalty = np.full(columns.shape[1], _PENALTY)
    penalty[0] = np.finfo(float).eps * came.size
    coefficient = np.zeros(columns.shape[1])
    for _ in range(_ROUNDS):
        chance = probability(columns @ coefficient)
        curvature = weight * chance * (1 - chance)
        gradient = columns.T @ (weight * (came - chance)) - penalty * coefficient
        step = np.linalg.solve((columns * curvature[:, None]).T @ columns + np.diag(penalty), gradient)
        coefficient += step
        if np.abs(step).max() < _STILL:
            break
    return coefficient


def _knots(values: Floats) -> Floats:
    return np.unique(np.quantile(values, _KNOTS))


def _basis(values: Floats, knots: Floats) -> Floats:
    """The value itself and, per inner knot, a cubic that is straight outside the outer knots."""
    if knots.size < _FEWEST_KNOTS:
        return values[:, None]
    last, before = knots[-1], knots[-2]
    ends = [_cube(values - knot) for knot in (before, last)]
    columns = [values]
    for knot in knots[:-2]:
        cubic = _cube(values - knot)
        cubic -= ends[0] * (last - knot) / (last - before)
        cubic += ends[1] * (before - knot) / (last - before)
        columns.append(cubic / (last - knots[0]) ** 2)
    return np.stack(columns, axis=1)


def _cube(distance: Floats) -> Floats:
    """Of what is positive; three factors are many times as fast as a power."""
    positive = np.maximum(distance, 0)
    return positive * positive * positive
