"""What speaks for the next order: the occasion model's probability, and the rhythm that it may misjudge."""

import numpy as np

from tuanke.insights.clv.observations import DAYS_PER_WEEK, Floats
from tuanke.insights.clv.results import Model
from tuanke.insights.predictions.snapshot import Snapshot
from tuanke.insights.rfm import RECENT_DAYS

RHYTHM = ("p_order", "recency", "frequency", "overdue", *(f"orders_{days}d" for days in RECENT_DAYS))
SPEND = "spend"  # fen per purchase day
NAMES = (*RHYTHM, SPEND)
_LEAST = 1e-6


def features(snapshot: Snapshot, model: Model, horizon_days: int) -> Floats:
    """Customers x NAMES, on log scales, all finite.

    Age is not among them: in training nobody is as old as the oldest customers will be, and what a straight
    line makes of that is no knowledge. `overdue` is the time since the last order over the mean gap, of
    one-time buyers over their whole age.
    """
    x, recency, age = snapshot.times
    silent = age - recency
    gap = np.where(x > 0, recency / np.maximum(x, 1), age)
    chance = np.clip(model.p_order(horizon_days / DAYS_PER_WEEK, x, recency, age), _LEAST, 1 - _LEAST)
    columns = [
        np.log(chance / (1 - chance)),
        np.log1p(silent),
        np.log1p(x),
        np.log1p(silent) - np.log1p(gap),
        *(np.log1p(orders) for orders in snapshot.recent),
        np.log(np.maximum(snapshot.mean_money, 1)),
    ]
    return np.stack(columns, axis=1)
