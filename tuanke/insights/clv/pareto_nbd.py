"""The likelihood of Pareto/NBD: orders at a rate ~ Gamma(r, alpha) until a death at a rate ~ Gamma(s, beta).

Schmittlein, Morrison & Colombo 1987. With n = r + x, over the time tau of death:

    L = G(n)/G(r) alpha^r beta^s (alpha+T)^-n (beta+T)^-s (1 + Q)
    Q = s integral from t_x to T of ((alpha+T)/(alpha+tau))^n ((beta+T)/(beta+tau))^s / (beta+tau) dtau

Instead of the four hypergeometric functions of the closed form the integral is taken by Gauss-Legendre in
rho = ((alpha+t_x)/(alpha+tau))^c. With c = n + s min(1, (alpha+t_x)/(beta+t_x)) what is left under the
integral is flat at t_x, where it matters, and exactly 1 for alpha = beta.
"""

from typing import NamedTuple

import numpy as np

from tuanke.insights.clv.beta_geometric import Rising
from tuanke.insights.clv.newton import Evaluation
from tuanke.insights.clv.observations import DAYS_PER_WEEK, Floats, Triples

NODES = 12
_CHUNK = 512  # triples at a time, each with its nodes
_FLATTER = 3  # of this power; the integrand is a root at rho = 0 otherwise
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(NODES)
_POINTS, _WEIGHTS = (1 + _POINTS[:, None]) / 2, _WEIGHTS[:, None] / 2


class Deaths(NamedTuple):
    """ln Q per customer and, per node and customer, its share in Q and the logarithms behind it."""

    log_odds: Floats
    share: Floats  # sums to 1 over the nodes
    grown: Floats  # ln((alpha+tau) / (alpha+t_x))
    alpha_tau: Floats
    beta_tau: Floats
    log_beta_tau: Floats


def deaths(theta: Floats, n: Floats, recency: Floats, age: Floats) -> Deaths:
    """The chance of having died before T against being alive, by the time of death."""
    _, alpha, s, beta = theta
    start, known = alpha + recency, np.log((alpha + age) / (alpha + recency))
    power = (n + s * np.minimum(1, start / (beta + recency))) / _FLATTER
    span = -np.expm1(-power * known)
    grown = -np.log1p(-span * _POINTS) / power
    alpha_tau = start * np.exp(grown)
    beta_tau = alpha_tau + (beta - alpha)
    log_beta_tau = np.log(beta_tau)
    log_share = (power + 1 - n) * grown - (s + 1) * (log_beta_tau - np.log(beta + recency))
    highest = log_share.max(axis=0)
    share = _WEIGHTS * np.exp(log_share - highest)
    total = share.sum(axis=0)
    with np.errstate(divide="ignore"):
        log_odds = np.log(s / power * span * total * start / (beta + recency))
    log_odds += highest + n * known + s * np.log((beta + age) / (beta + recency))
    return Deaths(log_odds, share / total, grown, alpha_tau, beta_tau, log_beta_tau)


class Likelihood:
    """Of the parameters (r, alpha, s, beta), times in weeks; to be called by `newton.maximise`."""

    def __init__(self, triples: Triples) -> None:
        self.triples = triples
        x, weight = triples.frequency, triples.customers
        self.customers = np.bincount(x, weight)
        self.age = np.arange(triples.age_days.max() + 1) / DAYS_PER_WEEK
        self.age_customers = np.bincount(triples.age_days, weight)
        self.age_orders = np.bincount(triples.age_days, weight * x)

    def __call__(self, theta: Floats) -> Evaluation:
        value, gradient, hessian = self._linear(*theta)
        for begin in range(0, len(self.triples), _CHUNK):
            part = self._part(theta, slice(begin, begin + _CHUNK))
            value, gradient, hessian = value + part.value, gradient + part.gradient, hessian + part.hessian
        return Evaluation(value, gradient, np.triu(hessian) + np.triu(hessian, 1).T)

    def _linear(self, r: float, alpha: float, s: float, beta: float) -> Evaluation:
        """All but ln(1 + Q): sums over the distinct frequencies and ages."""
        rate = Rising.of(r, np.arange(self.customers.size))
        c, n0 = self.customers, self.age_customers
        n, everyone = self.age_orders + r * n0, n0.sum()
        orders, deaths_ = np.log(alpha + self.age), np.log(beta + self.age)
        known, alive = 1 / (alpha + self.age), 1 / (beta + self.age)
        hessian = np.zeros((4, 4))
        hessian[0, :2] = c @ rate.bend, everyone / alpha - n0 @ known
        hessian[1, 1] = n @ known**2 - r * everyone / alpha**2
        hessian[2, 3] = everyone / beta - n0 @ alive
        hessian[3, 3] = s * (n0 @ alive**2 - everyone / beta**2)
        gradient = [
            c @ rate.slope - n0 @ (orders - np.log(alpha)),
            r * everyone / alpha - n @ known,
            -n0 @ (deaths_ - np.log(beta)),
            s * (everyone / beta - n0 @ alive),
        ]
        value = c @ rate.value - n @ orders - s * (n0 @ deaths_)
        value += everyone * (r * np.log(alpha) + s * np.log(beta))
        return Evaluation(float(value), np.array(gradient), hessian)

    def _part(self, theta: Floats, part: slice) -> Evaluation:
        """ln(1 + Q) summed over some triples; of the Hessian the upper half."""
        r, alpha, s, beta = theta
        weight = self.triples.customers[part]
        n = r + self.triples.frequency[part]
        recency, age = self.age[self.triples.recency_days[part]], self.age[self.triples.age_days[part]]
        dead = deaths(theta, n, recency, age)
        small = np.exp(-np.abs(dead.log_odds))
        gone = np.where(dead.log_odds > 0, 1, small) / (1 + small)
        orders, alive = 1 / dead.alpha_tau, 1 / dead.beta_tau
        slope = np.empty((4, *dead.share.shape))
        slope[0] = np.log((alpha + age) / (alpha + recency)) - dead.grown
        slope[1] = n * (1 / (alpha + age) - orders)
        slope[2] = 1 / s + np.log(beta + age) - dead.log_beta_tau
        slope[3] = s / (beta + age) - (s + 1) * alive
        mean = np.einsum("ijk,jk->ik", slope, dead.share)
        p = weight * gone
        share = p * dead.share
        flat = slope.reshape(4, -1)
        hessian = (flat * share.ravel()) @ flat.T - (mean * (p * gone)) @ mean.T
        at_end, total = 1 / (alpha + age), p.sum()
        hessian[0, 1] += p @ at_end - np.vdot(share, orders)
        hessian[1, 1] += np.vdot(share, n * orders**2) - p @ (n * at_end**2)
        hessian[2, 2] -= total / s**2
        hessian[2, 3] += p @ (1 / (beta + age)) - np.vdot(share, alive)
        hessian[3, 3] += (s + 1) * np.vdot(share, alive**2) - s * (p @ (1 / (beta + age) ** 2))
        value = weight @ (np.maximum(dead.log_odds, 0) + np.log1p(small))
        return Evaluation(float(value), mean @ p, hessian)
