"""The models once more, without closed forms: sums over a grid of individuals with known rates.

Slow and obvious: given a customer's own rate of orders and of leaving, every question has a school answer;
the models only average it over their distributions.
"""

import math
from typing import NamedTuple

import numpy as np

GRID = np.linspace(-1, 1, 401)


class Answers(NamedTuple):
    likelihood: float
    p_alive: float
    p_order: float
    expected_orders: float


def beta_geometric(
    params: dict[str, float], m: int, k: int, x: int, last: float, age: float, h: float
) -> Answers:
    """Rates are Gamma, leaving is Beta; the constant of the gaps is left out of the likelihood."""
    rate, weight = _gamma(params["r"] + k * x, params["alpha"] + last, params["r"], params["alpha"])
    p, chance = _beta(params["a"], params["b"])
    rate, p = rate[:, None], p[None, :]
    weight = weight[:, None] * chance[None, :] * np.exp(-rate * last + k * x * np.log(rate))
    open_ = sum(_poisson(j, rate * (age - last)) for j in range(k))
    alive = weight * (1 - p) ** (x + m) * open_
    dead = weight * p * (1 - p) ** (x + m - 1) if x + m else 0 * weight
    whole = (alive + dead).sum()
    waiting = sum(_poisson(j, rate * (age + h - last)) for j in range(k)) / open_
    orders = sum(_poisson(j, rate * (age - last)) / open_ * _orders(k, j, rate * h, p) for j in range(k))
    return Answers(whole, *(float(v.sum() / whole) for v in (alive, alive * (1 - waiting), alive * orders)))


def pareto(params: dict[str, float], x: int, last: float, age: float, h: float) -> Answers:
    """Rates of orders and of death are Gamma."""
    rate, weight = _gamma(params["r"] + x, params["alpha"] + age, params["r"], params["alpha"])
    death, chance = _gamma(params["s"], params["beta"] + age, params["s"], params["beta"])
    rate, death = rate[:, None], death[None, :]
    weight = weight[:, None] * chance[None, :] * rate**x
    both = rate + death
    alive = weight * np.exp(-both * age)
    dead = weight * death / both * (np.exp(-both * last) - np.exp(-both * age))
    whole = (alive + dead).sum()
    orders = alive * rate * -np.expm1(-death * h) / death
    return Answers(
        whole,
        *(float(v.sum() / whole) for v in (alive, alive * rate / both * -np.expm1(-both * h), orders)),
    )


def _orders(k: int, passed: int, events: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Expected orders when every k-th event is one and p is the chance to leave after each."""
    counts = range(int(events.max() + 12 * math.sqrt(events.max()) + 30)) if k > 1 else ()
    if k == 1:
        return -np.expm1(-events * p) / p
    return sum(_poisson(n, events) * -np.expm1((n + passed) // k * np.log1p(-p)) / p for n in counts)


def _poisson(n: int, mean: np.ndarray) -> np.ndarray:
    return np.exp(n * np.log(np.maximum(mean, 1e-300)) - mean - math.lgamma(n + 1))


def _gamma(shape: float, scale: float, r: float, alpha: float) -> tuple[np.ndarray, np.ndarray]:
    """Rates where Gamma(shape, scale) has its mass, with the weights of Gamma(r, alpha)."""
    low = math.log(shape / scale) - 40 / min(r, 1) / 2
    high = math.log((shape + 15 * math.sqrt(shape) + 60) / scale)
    at = low + (GRID + 1) / 2 * (high - low)
    density = r * math.log(alpha) - math.lgamma(r) + r * at - alpha * np.exp(at)
    return np.exp(at), np.exp(density) * (at[1] - at[0])


def _beta(a: float, b: float) -> tuple[np.ndarray, np.ndarray]:
    y = 45 / min(a, b, 1) * GRID
    log_p, log_q = -np.logaddexp(0, -y), -np.logaddexp(0, y)
    size = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    p = np.minimum(np.exp(log_p), 1 - 1e-15)  # what is left of the distribution there is nothing
    return p, np.exp(size + a * log_p + b * log_q) * (y[1] - y[0])
