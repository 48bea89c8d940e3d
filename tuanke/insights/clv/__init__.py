"""Customer lifetime: how many orders are still to come, when, and worth how much.

Buy-till-you-die models of the order days and Gamma-Gamma of their amounts, fitted by maximum likelihood
(`fit`, `fit_erlang`, `fit_spend`) or with known parameters (`frozen`).
"""

from tuanke.insights.clv.fitting import fit, fit_erlang, frozen
from tuanke.insights.clv.spend import fit_spend

__all__ = ["fit", "fit_erlang", "fit_spend", "frozen"]
