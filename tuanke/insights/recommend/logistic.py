"""Logistic regression with a small ridge, by Newton's method."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.recommend.baskets import Real

RIDGE = 1.0  # in standard deviations of the features; it only keeps separable data finite
STEPS = 30
CLOSE_ENOUGH = 1e-4  # in the same standard deviations; the order of items has long settled
CONSTANT = 1e-6
# Blocks stay in the cache, and below what BLAS would share among threads: on a busy machine waiting for each
# other costs it more than the arithmetic.
ROWS = 256
# The first steps look at every tenth row only; from there the last few reach the optimum of all.
COARSE = 10
FARTHEST = 30.0  # log-odds beyond which a probability is 0 or 1 in every digit shown


@dataclass(frozen=True)
class Logistic:
    """`weights` belong to the features as they come; the intercept is the last."""

    weights: Real

    def log_odds(self, features: NDArray[np.floating]) -> Real:
        # not by BLAS, whose threads would get in the way of those that call this
        return np.asarray(np.einsum("ij,j->i", features, self.weights[:-1]) + self.weights[-1], float)


def fit(features: NDArray[np.float32], labels: NDArray[np.bool_], counts: Real) -> Logistic:
    """Penalised maximum likelihood over rows of features (n x k), their labels (n) and how often each counts.

    Newton on standardised columns (McCullagh & Nelder 1989, §4.4). Always finite: a constant column gets
    weight 0, a perfect one is held by the ridge.
    """
    centre, scale = features.mean(axis=0, dtype=float), features.std(axis=0, dtype=float)
    scale = np.where(scale > CONSTANT * (1 + np.abs(centre)), scale, np.inf)
    weights = np.zeros(features.shape[1] + 1)
    for every in (COARSE, 1):
        some = slice(None, None, every)
        rows = _Rows(features[some], labels[some], counts[some], centre, scale)
        for _ in range(STEPS):
            step = np.linalg.solve(*rows.curve_and_slope(weights))
            weights += step
            if np.abs(step).max() < CLOSE_ENOUGH:
                break
    plain = weights[:-1] / scale
    return Logistic(np.append(plain, weights[-1] - plain @ centre))


class _Rows(NamedTuple):
    features: NDArray[np.float32]
    labels: NDArray[np.bool_]
    counts: Real
    centre: Real
    scale: Real

    def curve_and_slope(self, weights: Real) -> tuple[Real, Real]:
        """Minus the second and the first derivative of the penalised log-likelihood."""
        centre, scale, flat = (v.astype(np.float32) for v in (self.centre, self.scale, weights))
        curve, slope = RIDGE * np.eye(len(weights)), -RIDGE * weights
        x = np.ones((ROWS, len(weights)), np.float32)
        for start in range(0, len(self.features), ROWS):
            rows = slice(start, start + ROWS)
            x = x[: len(self.features[rows])]
            np.divide(self.features[rows] - centre, scale, out=x[:, :-1])
            p = 1 / (1 + np.exp(-np.clip(x @ flat, -FARTHEST, FARTHEST)))
            count = self.counts[rows]
            slope += (count * (self.labels[rows] - p)) @ x
            curve += x.T @ (x * (count * p * (1 - p)).astype(np.float32)[:, None])
        return curve, slope
