"""How good probabilities were, once it is known what happened."""

import numpy as np
from numpy.typing import NDArray


def auc(scores: NDArray[np.float64], happened: NDArray[np.bool_]) -> float:
    """The chance that one where it happened scores above one where it did not; ties count half.

    Mann & Whitney 1947, through mid-ranks. One half, which tells nothing, unless both outcomes occur.
    """
    hits = int(happened.sum())
    misses = len(happened) - hits
    if not hits or not misses:
        return 0.5
    _, place, ties = np.unique(scores, return_inverse=True, return_counts=True)
    middle = np.cumsum(ties) - (ties - 1) / 2
    return float((middle[place][happened].sum() - hits * (hits + 1) / 2) / (hits * misses))


def log_loss(probabilities: NDArray[np.float64], happened: NDArray[np.bool_]) -> float:
    """The mean of -ln of the probability given to what happened; infinite for a certainty that failed."""
    with np.errstate(divide="ignore"):
        return float(-np.log(np.where(happened, probabilities, 1 - probabilities)).mean())
