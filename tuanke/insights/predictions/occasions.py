"""Which model of order days suits a shop."""

from tuanke.insights.clv import fit, fit_erlang
from tuanke.insights.clv.results import Model
from tuanke.insights.predictions.snapshot import Snapshot

# exponential gaps, with and without a first order that may be the last, and the regular forms of both
CANDIDATES = ("mbgcnbd-1", "bgcnbd-1", "mbgcnbd-2", "bgcnbd-2", "mbgcnbd-3", "bgcnbd-3")


def fitted(snapshot: Snapshot, model: str) -> Model:
    """The model of that name, fitted to what the snapshot knows."""
    if "cnbd" in model:
        return fit_erlang(*snapshot.times, snapshot.log_gaps, model=model)
    return fit(*snapshot.times, model=model)


def likeliest(snapshot: Snapshot) -> Model:
    """The candidate under which the order days seen are most likely; all have four parameters."""
    models = [fitted(snapshot, name) for name in CANDIDATES]
    return max(models, key=lambda model: model.log_likelihood or 0.0)
