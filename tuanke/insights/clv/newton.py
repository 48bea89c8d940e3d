"""Maximum likelihood by Newton's method on the logarithms of positive parameters."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import Floats

LOWEST, HIGHEST = 1e-8, 1e6  # between these the parameters stay, so that a likelihood at its limit is finite
_MANY, _SAMPLED = 20_000, 16
_LONGEST_STEP = 1.5  # per logarithm
_STEPS, _HALVINGS = 100, 30
_GAIN = 1e-9  # of the whole log-likelihood: below it another step changes no digit anybody reads
_NOISE = 1e-13  # of its size: what the sum over a million customers is rounded by
_EDGE = np.log(LOWEST), np.log(HIGHEST)
_TINY = float(np.finfo(float).tiny)
_FLATTEST = 1e-9  # of the steepest curvature; less is rounding, not curvature


class Evaluation(NamedTuple):
    """Log-likelihood with its gradient and Hessian in the parameters themselves."""

    value: float
    gradient: Floats
    hessian: Floats


Likelihood = Callable[[Floats], Evaluation]


def maximise(likelihood: Likelihood, start: Floats) -> tuple[Floats, float]:
    """The parameters (shape of `start`) where the likelihood is highest, and its logarithm there.

    Damped Newton: eigenvalues of the Hessian taken negative, the step clipped, halved until it does not
    lose; a parameter at the edge of [1e-8, 1e6] that wants out is held. Does not raise when the optimum
    lies at infinity: the parameters then stop where the rest of the way gains nothing.
    """
    at = np.log(np.clip(start, LOWEST, HIGHEST))
    here = likelihood(np.exp(at))
    for _ in range(_STEPS):
        step, gain = _step(at, here)
        if gain < _GAIN + _NOISE * abs(here.value):
            break
        found = _search(likelihood, at, step, here.value)
        if found is None:
            break
        at, here = found
    return np.exp(at), here.value


def start_of_many(sample: Callable[[int], Likelihood], rows: int, start: Floats) -> Floats:
    """`start`, or for many rows the optimum of every 16th: `sample(n)` is the likelihood of every n-th row."""
    return maximise(sample(_SAMPLED), start)[0] if rows > _MANY else start


def _step(at: Floats, here: Evaluation) -> tuple[Floats, float]:
    """The step on the logarithms and the gain that the quadratic through this point promises."""
    theta = np.exp(at)
    gradient = here.gradient * theta
    hessian = here.hessian * np.outer(theta, theta) + np.diag(gradient)
    step, held = np.zeros_like(at), np.zeros(at.size, bool)
    while not held.all():
        step = np.where(held, 0, _uphill(gradient, hessian, ~held))
        out = ((at <= _EDGE[0]) & (step < 0)) | ((at >= _EDGE[1]) & (step > 0))
        if not np.any(out):
            break
        held |= out
    # shortened as a whole: a step bent at one parameter may lead downhill
    room = np.minimum(_LONGEST_STEP, np.where(step > 0, _EDGE[1] - at, at - _EDGE[0]))
    step *= np.min(room[step != 0] / np.abs(step[step != 0]), initial=1.0)
    return step, float(gradient @ step) / 2


def _uphill(gradient: Floats, hessian: Floats, free: NDArray[np.bool_]) -> Floats:
    """Newton's step in the free parameters, as if every curvature were downwards."""
    curvature, axes = np.linalg.eigh(-hessian[np.ix_(free, free)])
    steepness = np.abs(curvature)
    along = axes.T @ gradient[free] / np.maximum(steepness, _FLATTEST * steepness.max() + _TINY)
    step = np.zeros_like(gradient)
    step[free] = axes @ along
    return step


def _search(
    likelihood: Likelihood, at: Floats, step: Floats, value: float
) -> tuple[Floats, Evaluation] | None:
    """The first point on the way back from the full step that does not lose; None when all do."""
    for _ in range(_HALVINGS):
        there = likelihood(np.exp(at + step))
        if there.value >= value:
            return at + step, there
        step = step / 2
    return None
