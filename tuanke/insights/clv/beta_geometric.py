"""The likelihood of BG/NBD, MBG/NBD and their Erlang-k forms.

Gaps between orders are Erlang-k with a rate ~ Gamma(r, alpha); after an order the customer leaves with a
probability ~ Beta(a, b): in MBG (m = 1) already after the first one, in BG (m = 0) only after a repeat.
With n = r + kx, w = (T - t_x) / (alpha + T) and S = sum over j < k of n (n+1) … (n+j-1) w^j / j!:

    L = G(n)/G(r) alpha^r (alpha+T)^-n B(a, b+x+m)/B(a, b) (S + Q) (product of gaps)^(k-1) / (k-1)!^x
    Q = a/(b+x+m-1) ((alpha+T)/(alpha+t_x))^n, and 0 when x + m = 0

Fader, Hardie & Lee 2005 (BG/NBD); Batislam, Denizel & Filiztekin 2007 (MBG/NBD); Platzer & Reutterer 2016
(gaps more regular than exponential).
"""

from math import factorial, log
from typing import NamedTuple

import numpy as np

from tuanke.insights.clv.newton import Evaluation
from tuanke.insights.clv.observations import DAYS_PER_WEEK, Floats, Integers, Triples
from tuanke.insights.clv.stages import Stages

_CHUNK = 8192  # triples at a time: what is computed per triple stays in the cache


class Rising(NamedTuple):
    """ln of theta (theta+1) … (theta+i-1) by i, with two derivatives in theta."""

    value: Floats
    slope: Floats
    bend: Floats

    @classmethod
    def of(cls, theta: float, count: Integers) -> "Rising":
        """For each i in `count`. Sums instead of gamma functions: exact also where those cancel."""
        factors = theta + np.arange(count.max())
        sums = (np.cumsum(terms) for terms in (np.log(factors), 1 / factors, -1 / factors**2))
        return cls(*(np.concatenate(([0.0], terms))[count] for terms in sums))


class Quotient(NamedTuple):
    """ln Q of each triple with its derivatives, and those of second order that are not zero."""

    log: Floats
    slope: Floats  # in r, alpha, a, b
    by_alpha: Floats  # of the first one in alpha
    by_alpha_twice: Floats
    left: Floats  # 1 / (b+x+m-1), 0 where nobody can have left


class Likelihood:
    """Of the parameters (r, alpha, a, b), times in weeks; to be called by `newton.maximise`.

    `log_gaps` is the sum of the logarithms of all gaps in weeks, needed from k = 2 on.
    """

    def __init__(self, triples: Triples, *, m: int, k: int = 1, log_gaps: float = 0.0) -> None:
        self.m, self.k, self.triples = m, k, triples
        x, weight = triples.frequency, triples.customers
        self.customers = np.bincount(x, weight)
        self.age = np.arange(triples.age_days.max() + 1) / DAYS_PER_WEEK
        self.age_customers = np.bincount(triples.age_days, weight)
        self.age_orders = np.bincount(triples.age_days, weight * x * k)
        self.constant = (k - 1) * log_gaps - float(weight @ x) * log(factorial(k - 1))

    def __call__(self, theta: Floats) -> Evaluation:
        value, gradient, hessian = self._linear(*theta)
        # exponential gaps and nobody can have left yet: S + Q is 1 for x = 0 and those come first
        start = 0 if self.k > 1 or self.m else int(np.searchsorted(self.triples.frequency, 1))
        for begin in range(start, len(self.triples), _CHUNK):
            part = self._part(theta, slice(begin, begin + _CHUNK))
            value, gradient, hessian = value + part.value, gradient + part.gradient, hessian + part.hessian
        return Evaluation(value, gradient, np.triu(hessian) + np.triu(hessian, 1).T)

    def _linear(self, r: float, alpha: float, a: float, b: float) -> Evaluation:
        """All but ln(S + Q): sums over the distinct frequencies and ages."""
        x = np.arange(self.customers.size)
        rate = Rising.of(r, self.k * x)
        stay, either = Rising.of(b, x + self.m), Rising.of(a + b, x + self.m)
        c, n0, known = self.customers, self.age_customers, alpha + self.age
        n, everyone = self.age_orders + r * n0, n0.sum()
        hessian = np.zeros((4, 4))
        hessian[0, :2] = c @ rate.bend, everyone / alpha - n0 @ (1 / known)
        hessian[1, 1] = n @ (1 / known**2) - r * everyone / alpha**2
        hessian[2, 2:] = -(c @ either.bend)
        hessian[3, 3] = c @ (stay.bend - either.bend)
        gradient = [
            c @ rate.slope - n0 @ np.log(known / alpha),
            r * everyone / alpha - n @ (1 / known),
            -(c @ either.slope),
            c @ (stay.slope - either.slope),
        ]
        value = c @ (rate.value + stay.value - either.value) - n @ np.log(known) + r * everyone * log(alpha)
        return Evaluation(float(value + self.constant), np.array(gradient), hessian)

    def _part(self, theta: Floats, part: slice) -> Evaluation:
        """ln(S + Q) summed over some triples; of the Hessian the upper half."""
        weight, quotient = self.triples.customers[part], self._quotient(theta, part)
        ratio, slope = quotient.log, quotient.slope
        rest = self._stages(theta, part) if self.k > 1 else None
        if rest is not None:
            ratio -= rest.value
            slope[:2] -= rest.slope
        small = np.exp(-np.abs(ratio))  # Q / S or its inverse, whichever does not overflow
        gone = np.where(ratio > 0, 1, small) / (1 + small)
        p = weight * gone
        hessian = (slope * (p * (1 - gone))) @ slope.T
        hessian[0, 1] += p @ quotient.by_alpha
        hessian[1, 1] += p @ quotient.by_alpha_twice
        hessian[2, 2] -= p.sum() / theta[2] ** 2
        hessian[3, 3] += p @ quotient.left**2
        value, gradient = weight @ (np.maximum(ratio, 0) + np.log1p(small)), slope @ p
        if rest is not None:
            value += weight @ rest.value
            gradient[:2] += rest.slope @ weight
            rr, ra, aa = rest.bend @ (weight - p)
            hessian[:2, :2] += [[rr, ra], [ra, aa]]
        return Evaluation(float(value), gradient, hessian)

    def _quotient(self, theta: Floats, part: slice) -> "Quotient":
        r, alpha, a, b = theta
        x = self.triples.frequency[part]
        last, end = self.triples.recency_days[part], self.triples.age_days[part]
        n, ln, inverse = r + self.k * x, np.log(alpha + self.age), 1 / (alpha + self.age)
        at_last, at_end = inverse[last], inverse[end]
        elapsed, by_alpha = ln[end] - ln[last], at_end - at_last
        # what depends on the frequency alone is looked up, and so are the logarithms of whole days
        drops = np.arange(self.customers.size) + self.m
        by_count = (drops > 0) / np.where(drops > 0, b + drops - 1, 1.0)
        left = by_count[x]
        with np.errstate(divide="ignore"):
            log = np.log(a * by_count)[x] + n * elapsed
        slope = np.empty((4, x.size))
        slope[0], slope[1], slope[2], slope[3] = elapsed, n * by_alpha, 1 / a, -left
        return Quotient(log, slope, by_alpha, n * (at_last**2 - at_end**2), left)

    def _stages(self, theta: Floats, part: slice) -> Stages:
        n = theta[0] + self.k * self.triples.frequency[part]
        age, recency = self.age[self.triples.age_days[part]], self.age[self.triples.recency_days[part]]
        return Stages.of(self.k, n, (age - recency) / (theta[1] + age), theta[1] + age)
