"""Logistic regression with a small ridge, by Newton's method."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.recommend.baskets import Real

RIDGE = 1.0  # in standard deviations of the features; it only keeps separable data finite
STEPS = 30
CLOSE_ENOUGH = 1e-4  # in the same standard deviations; the order of items has long settled
CONSTANT = 1e-6
ROWS = 8192
FARTHEST = 30.0  # log-odds beyond which a probability is 0 or 1 in every digit shown


@dataclass(frozen=True)
class Logistic:
    """`weights` belong to the features as they come; the intercept is the last."""

    weights: Real

    def log_odds(self, features: NDArray[np.floating]) -> Real:
        return np.asarray(features @ self.weights[:-1] + self.weights[-1], float)


def fit(features: NDArray[np.float32], labels: NDArray[np.bool_], counts: Real) -> Logistic:
    """Penalised maximum likelihood over rows of features (n x k), their labels (n) and how often each counts.

    Newton on standardised columns (McCullagh & Nelder 1989, §4.4). Always finite: a constant column gets
    weight 0, a perfect one is held by the ridge.
    """
    centre, scale = features.mean(axis=0, dtype=float), features.std(axis=0, dtype=float)
    scale = np.where(scale > CONSTANT * (1 + np.abs(centre)), scale, np.inf)
    weights = np.zeros(features.shape[1] + 1)
    for _ in range(STEPS):
        slope, curve = -RIDGE * weights, RIDGE * np.eye(len(weights))
        # in blocks that stay in the cache: a copy of everything costs more than the arithmetic
        for start in range(0, len(features), ROWS):
            rows = slice(start, start + ROWS)
            x = np.ones((len(features[rows]), len(weights)), np.float32)
            x[:, :-1] = (features[rows] - centre) / scale
            p = 1 / (1 + np.exp(-np.clip(x @ weights, -FARTHEST, FARTHEST)))
            slope += x.T @ (counts[rows] * (labels[rows] - p))
            curve += (x * (counts[rows] * p * (1 - p)).astype(np.float32)[:, None]).T @ x
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < CLOSE_ENOUGH:
            break
    plain = weights[:-1] / scale
    return Logistic(np.append(plain, weights[-1] - plain @ centre))
