"""Waiting for the next order and counting orders when gaps are Erlang-k and the customer is alive.

An order comes with every k-th event of a Poisson process. Of the gap now open, of length u, j < k events
have passed with weights t_j = n (n+1) … (n+j-1) w^j / j!, where w = u / (alpha + T); the rate is then
Gamma(n + j, alpha + T). Horizons enter as y = ln((alpha + T + h) / (alpha + T)).
"""

from typing import NamedTuple

import numpy as np

from tuanke.insights.clv.observations import Floats

_STEPS = 60
_MOST_EVENTS = 5_000  # within one horizon; what is beyond counts as if it ended there
_NOTHING = 1e-12


class Stages(NamedTuple):
    """ln S of each triple, its derivatives in (r, alpha) and the second ones (rr, r alpha, alpha alpha)."""

    value: Floats
    slope: Floats
    bend: Floats

    @classmethod
    def of(cls, k: int, n: Floats, w: Floats, known: Floats) -> "Stages":
        """`known` is alpha + T. S is the chance that the gap now open has not come to its k-th stage."""
        term, by_n, by_nn = np.ones_like(n), np.zeros_like(n), np.zeros_like(n)
        total, slope, bend = np.ones_like(n), np.zeros((2, n.size)), np.zeros((3, n.size))
        for j in range(1, k):
            term = term * (n + j - 1) * w / j
            by_n, by_nn = by_n + 1 / (n + j - 1), by_nn + 1 / (n + j - 1) ** 2
            by_alpha = -j / known
            total += term
            slope += term * np.stack([by_n, by_alpha])
            bend += term * np.stack([by_n**2 - by_nn, by_n * by_alpha, by_alpha**2 + j / known**2])
        slope /= total
        bend = bend / total - np.stack([slope[0] ** 2, slope[0] * slope[1], slope[1] ** 2])
        return cls(np.log(total), slope, bend)


def log_open(k: int, n: Floats, w: Floats) -> Floats:
    """The logarithm of the sum of the t_j."""
    return np.log(sum(_weights(k, n, w)))


def log_waiting(k: int, n: Floats, w: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The logarithm of P(no order within the horizon) and its derivative in y."""
    there = 1 - (1 - w) * np.exp(-y)
    now, later, slope, rising = np.ones_like(y), np.ones_like(y), np.zeros_like(y), np.ones_like(y)
    here, ahead = np.ones_like(y), np.ones_like(y)  # powers of w and of what it will be
    for j in range(1, k):
        rising = rising * (n + j - 1) / j
        slope = slope + rising * j * ahead * (1 - there)
        here, ahead = here * w, ahead * there
        now, later = now + rising * here, later + rising * ahead
    return np.log(later / now) - n * y, slope / later - n


def reached(k: int, n: Floats, w: Floats, horizon: Floats, share: float) -> Floats:
    """The y by which this share of those who order within the horizon have done so.

    Newton from the horizon downwards: the logarithm of waiting is concave in y, so it never oversteps.
    """
    whole, _ = log_waiting(k, n, w, horizon)
    wanted = np.log1p(share * np.expm1(whole))
    y = horizon
    for _ in range(_STEPS):
        value, slope = log_waiting(k, n, w, y)
        following = np.clip(y - (value - wanted) / slope, 0, horizon)
        if np.all(np.abs(following - y) <= _NOTHING * horizon):
            break
        y = following
    return y


def expected_orders(k: int, n: Floats, w: Floats, y: Floats, a: float, b: Floats) -> Floats:
    """Expected orders within the horizon; leaving has the probability Beta(a, b) after each one.

    The i-th order happens if at least ki - j events do and the customer stayed i - 1 times, so it is the
    mean over the number of events, which is negative binomial, of the orders that many events bring.
    """
    weights = _weights(k, n, w)
    whole, orders = sum(weights), np.zeros_like(n)
    for j, weight in enumerate(weights):
        orders += weight / whole * _orders_of_events(k, j, n + j, y, a, b)
    return orders


def _orders_of_events(k: int, passed: int, n: Floats, y: Floats, a: float, b: Floats) -> Floats:
    """The same when `passed` events of the open gap are known to have happened."""
    log_chance, seen = -n * y, np.zeros_like(n)
    come, staying, total = np.zeros_like(n), np.ones_like(n), np.zeros_like(n)
    with np.errstate(divide="ignore"):
        log_more = np.log(-np.expm1(-y))
    for events in range(_MOST_EVENTS):
        if events and (events + passed) % k == 0:
            come = come + staying
            i = (events + passed) // k
            staying = staying * (b + i - 1) / (a + b + i - 1)
        chance = np.exp(log_chance)
        total, seen = total + chance * come, seen + chance
        if np.all(seen >= 1 - _NOTHING):
            break
        log_chance = log_chance + np.log((n + events) / (events + 1)) + log_more
    return total + np.maximum(1 - seen, 0) * come


def _weights(k: int, n: Floats, w: Floats) -> list[Floats]:
    """The t_j."""
    weights = [np.ones_like(n)]
    for j in range(1, k):
        weights.append(weights[-1] * (n + j - 1) / j * w)
    return weights
