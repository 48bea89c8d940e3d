"""What customers will do: order again or not, when, and worth how much. Each with its own backtest.

A prediction is made for one shop from its own past: models are trained on earlier snapshots of the same
shop, chosen by what happened after them, and come with the date, the calibration or coverage and the gain
over the naive rule. Where the data do not allow it the answer is an `Abstention` that says what is missing.
"""

from tuanke.insights.predictions.evidence import Abstention, Backtest
from tuanke.insights.predictions.history import History

__all__ = ["Abstention", "Backtest", "History"]
