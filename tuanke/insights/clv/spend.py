"""Gamma-Gamma: what a customer spends per order, drawn towards the shop's mean (Fader & Hardie 2013).

A customer's orders are Gamma(p, nu) and nu ~ Gamma(q, v) over customers; frequency and spend are taken to
be independent. With z the mean of x orders:

    L = G(px+q)/(G(px) G(q)) v^q z^(px-1) x^(px) / (v+xz)^(px+q),     E = p (v + xz) / (px + q - 1)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln, polygamma

from tuanke.insights.clv.newton import Evaluation, maximise, start_of_many
from tuanke.insights.clv.observations import Floats, numbers, refuse


@dataclass(frozen=True, kw_only=True)
class Spend:
    """Parameters p, q, v; v and all amounts in the unit of the fit."""

    params: Mapping[str, float]
    log_likelihood: float

    def expected_spend(self, frequency: ArrayLike, mean_spend: ArrayLike) -> Floats:
        """Expected amount of an order, in the shape of the arguments; of frequency 0 the shop's mean.

        Where px + q <= 1 that mean is infinite and the mode, p (v + xz) / (px + q + 1), stands in.
        Raises ValueError naming the argument and the first index that is negative or not finite.
        """
        x, z = numbers(frequency=frequency, mean_spend=mean_spend)
        p, q, v = self.params.values()
        shape = p * x + q
        return p * (v + x * z) / np.where(shape > 1, shape - 1, shape + 1)


def fit_spend(frequency: ArrayLike, mean_spend: ArrayLike) -> Spend:
    """The unpenalised maximum likelihood fit to customers with frequency >= 1 and mean spend > 0.

    `frequency` is the number of orders that the mean is over. Raises ValueError naming the argument and the
    first bad index, and for no customers.
    """
    x, z = (np.ravel(column) for column in numbers(frequency=frequency, mean_spend=mean_spend))
    if x.size == 0:
        raise ValueError("frequency is empty")
    refuse("frequency", x, (x < 1) | (x != np.rint(x)), "is no whole number >= 1")
    refuse("mean_spend", z, z <= 0, "is not above 0")
    unit = float(z.mean())
    start = start_of_many(
        lambda step: _Likelihood(x[::step], z[::step] / unit), x.size, np.array([1.0, 2.0, 1.0])
    )
    theta, value = maximise(_Likelihood(x, z / unit), start)
    p, q, v = map(float, theta)
    # a density in units of the mean is one in the given unit times the unit, per customer
    return Spend(
        params=MappingProxyType({"p": p, "q": q, "v": v * unit}),
        log_likelihood=value - x.size * float(np.log(unit)),
    )


class _Likelihood:
    """Of (p, q, v); what depends on the frequency alone is computed once per frequency."""

    def __init__(self, x: Floats, z: Floats) -> None:
        self.x, self.total = x, x * z
        self.frequency, self.customers = np.unique(x, return_counts=True)
        self.logs = float(np.log(self.total) @ x), float(np.log(z).sum())

    def __call__(self, theta: Floats) -> Evaluation:
        p, q, v = theta
        x, c = self.frequency, self.customers
        everyone, shape = c.sum(), p * self.x + q
        ln, inverse = np.log(v + self.total), 1 / (v + self.total)
        value = c @ (gammaln(p * x + q) - gammaln(p * x)) - everyone * float(gammaln(q))
        value += everyone * q * np.log(v) + p * self.logs[0] - self.logs[1] - shape @ ln
        psi, both = digamma(p * x + q), polygamma(1, p * x + q)
        gradient = np.array(
            [
                c @ (x * (psi - digamma(p * x))) + self.logs[0] - self.x @ ln,
                c @ psi + everyone * (np.log(v) - float(digamma(q))) - ln.sum(),
                everyone * q / v - shape @ inverse,
            ]
        )
        hessian = np.empty((3, 3))
        hessian[0, 0] = c @ (x**2 * (both - polygamma(1, p * x)))
        hessian[0, 1] = hessian[1, 0] = c @ (x * both)
        hessian[0, 2] = hessian[2, 0] = -self.x @ inverse
        hessian[1, 1] = c @ both - everyone * float(polygamma(1, q))
        hessian[1, 2] = hessian[2, 1] = everyone / v - inverse.sum()
        hessian[2, 2] = shape @ inverse**2 - everyone * q / v**2
        return Evaluation(float(value), gradient, hessian)
