"""The gamma function's logarithm and its derivatives over arrays (Abramowitz & Stegun 6.1.40, 6.3.18, 6.4.12)."""

import numpy as np

from tuanke.insights.clv.observations import Floats

_SHIFT = 10  # from here on the asymptotic series are exact to the last digits
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)


def log_gamma(x: Floats) -> Floats:
    """The logarithm of Gamma(x) for x > 0; absolute error about 1e-14 times the larger of 1 and the result."""
    far, factors = x + _SHIFT, x[..., None] + np.arange(_SHIFT)
    series = sum(B / (2 * i * (2 * i - 1)) * far ** (1.0 - 2 * i) for i, B in enumerate(_BERNOULLI, 1))
    value: Floats = (
        (far - 0.5) * np.log(far) - far + np.log(2 * np.pi) / 2 + series - np.log(factors).sum(axis=-1)
    )
    return value


def digamma(x: Floats) -> Floats:
    """The derivative of `log_gamma`."""
    far, factors = x + _SHIFT, x[..., None] + np.arange(_SHIFT)
    series = sum(B / (2 * i) * far ** (-2.0 * i) for i, B in enumerate(_BERNOULLI, 1))
    value: Floats = np.log(far) - 0.5 / far - series - (1 / factors).sum(axis=-1)
    return value


def trigamma(x: Floats) -> Floats:
    """The derivative of `digamma`."""
    far, factors = x + _SHIFT, x[..., None] + np.arange(_SHIFT)
    series = sum(B * far ** (-2.0 * i - 1) for i, B in enumerate(_BERNOULLI, 1))
    value: Floats = 1 / far + 0.5 / far**2 + series + (1 / factors**2).sum(axis=-1)
    return value
