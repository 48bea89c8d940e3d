"""Expected orders of a customer who is alive, under the beta-geometric models with exponential gaps.

With leaving probability p ~ Beta(a, b), rate ~ Gamma(n, alpha + T) and z = h / (alpha + T):

    E = mean of (1 - (1+pz)^-n) / p
      = c L - (1+z)^(1-a) sum over j >= 1 of t_j,   t_1 = (c-n) w,  t_j+1 = t_j (a-1+j)(c-n+j)/((c+j)(j+1)) w

where c = a+b-1, w = z/(1+z) and L = (1 - (1+z)^(1-a))/(a-1), which is ln(1+z) at a = 1: the formula of
Fader, Hardie & Lee 2005 after Pfaff's transformation, without its pole at a = 1 and its overflow.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from tuanke.insights.clv.observations import Floats

_TERMS, _CHECKED_EVERY = 512, 16
_EXACT = 1e-10  # a series that lost more digits than that gives way to the quadrature
_NODES, _TAIL = 1200, 45.0  # e^-45 of the peak is left out at either end
_CHUNK = 1000


def growth(rate: float, time: Floats) -> Floats:
    """(1 - e^(-rate time)) / rate, which is the time itself at rate 0."""
    return time if abs(rate) < np.finfo(float).tiny else -np.expm1(-rate * time) / rate


def expected_while_alive(n: Floats, z: Floats, a: float, b: Floats) -> Floats:
    """E above for arrays n, z and b of one shape; relative error about 1e-9."""
    with np.errstate(over="ignore", invalid="ignore"):
        total, lost, converged = _series(n, z, a, b)
        damped = np.exp((1 - a) * np.log1p(z))
        first = (a + b - 1) * growth(a - 1, np.log1p(z))
        orders = first - damped * total
        rounding = np.finfo(float).eps * np.maximum(np.abs(first), damped * lost)
        fine = converged & np.isfinite(orders) & (rounding < _EXACT * orders)
    rest = np.flatnonzero(~fine & (z > 0))
    for begin in range(0, rest.size, _CHUNK):
        some = rest[begin : begin + _CHUNK]
        orders[some] = _quadrature(n[some], z[some], a, b[some])
    return np.where(z > 0, np.clip(orders, 0, n * z), 0.0)


def _series(n: Floats, z: Floats, a: float, b: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """The sum, the largest of its terms, and whether the rest is beyond the last digit."""
    c, w = a + b - 1, z / (1 + z)
    total, largest = np.zeros_like(z), np.zeros_like(z)
    done = np.zeros(z.size, bool)
    going = np.arange(z.size)
    term = (c - n) * w
    for j in range(1, _TERMS):
        total[going] += term
        largest[going] = np.maximum(largest[going], np.abs(term))
        term = term * (a - 1 + j) * (c[going] - n[going] + j) / ((c[going] + j) * (j + 1)) * w[going]
        if j % _CHECKED_EVERY == 0:
            # once they shrink, the terms shrink like powers of w
            small = np.abs(term) <= np.finfo(float).eps * (1 - w[going]) * np.abs(total[going])
            done[going[small]] = True
            going, term = going[~small], term[~small]
            if not going.size:
                break
    return total, largest, done


def _quadrature(n: Floats, z: Floats, a: float, b: Floats) -> Floats:
    """The mean by the trapezoidal rule in y = ln(p / (1-p)), for any parameters.

    At both ends the mean is taken of a straight line in p, which is known; the line is taken off, so that
    the rest vanishes there however slowly the Beta density does.
    """
    n, z, b = n[:, None], z[:, None], b[:, None]
    most, least = n * z, -np.expm1(-n * np.log1p(z))
    reach = 60 + np.log1p(most) + np.abs(np.log(a / b))
    grid = reach * np.linspace(-1, 1, 401)
    bound = _log_density(grid, a, b) + np.minimum(0, np.log1p(most) - np.logaddexp(0, -grid))
    bound -= np.logaddexp(0, grid)
    inside = bound > bound.max(axis=1, keepdims=True) - _TAIL
    low = grid[:, :1] + (inside.argmax(axis=1)[:, None] - 1) * reach / 200
    high = grid[:, -1:] - (inside[:, ::-1].argmax(axis=1)[:, None] - 1) * reach / 200
    y = low + (high - low) * np.linspace(0, 1, _NODES)
    p = 1 / (1 + np.exp(-y))
    bent = -np.expm1(-n * np.log1p(p * z)) / p - most + (most - least) * p
    density = np.exp(_log_density(y, a, b))
    line = most - (most - least) * a / (a + b)
    mean: Floats = (line + (high - low) / (_NODES - 1) * (density * bent).sum(axis=1, keepdims=True))[:, 0]
    return mean


def _log_density(y: Floats, a: float, b: Floats) -> Floats:
    """Of ln(p / (1-p)) for p ~ Beta(a, b)."""
    size: Floats = gammaln(a + b) - gammaln(a) - gammaln(b)
    return size - a * np.logaddexp(0, -y) - b * np.logaddexp(0, y)
