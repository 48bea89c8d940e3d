"""Exponential smoothing run once over a series, with a forecast from every week on."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

STARTING = 8  # weeks whose mean is where the level starts; forecasts made before their end are no forecasts
_ALPHAS = np.array([0.05, 0.1, 0.2, 0.3, 0.5, 0.8])
_BETAS = np.array([0.05, 0.1, 0.2, 0.4])  # as a share of alpha
_PHIS = np.array([0.8, 0.9, 0.98])


def level(series: Vector, horizon: int) -> Matrix:
    """Simple exponential smoothing (Brown 1956): row t is what week t says of the `horizon` weeks after it."""
    return _smoothed(series, horizon, _ALPHAS, np.zeros(1), np.zeros(1))


def damped_trend(series: Vector, horizon: int) -> Matrix:
    """Holt's trend, damped (Gardner & McKenzie 1985), additive; never below zero. Rows as of `level`."""
    return _smoothed(series, horizon, _ALPHAS, _BETAS, _PHIS)


def _smoothed(series: Vector, horizon: int, alphas: Vector, betas: Vector, phis: Vector) -> Matrix:
    """At every week with the parameters that were best at one week ahead until then: none sees the future."""
    alpha, beta, phi = (grid.ravel() for grid in np.meshgrid(alphas, betas, phis))
    at = np.full(alpha.size, series[:STARTING].mean())
    trend, errors = np.zeros(alpha.size), np.zeros(alpha.size)
    damping = np.cumsum(phi[:, None] ** np.arange(1, horizon + 1), axis=1)
    made = np.empty((series.size, horizon))
    for week, value in enumerate(series):
        expected = at + phi * trend
        error = value - expected
        errors += error * error
        at = expected + alpha * error
        trend = phi * trend + alpha * beta * error
        best = int(np.argmin(errors))
        made[week] = at[best] + damping[best] * trend[best]
    return np.maximum(made, 0.0)
