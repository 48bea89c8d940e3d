"""Adopting where classes begin."""

from datetime import datetime

from django.db import transaction

from tuanke.facts.domain.thresholds import Choice, check
from tuanke.facts.models import ThresholdSet
from tuanke.facts.selectors.scores import latest_run
from tuanke.facts.services import dirty
from tuanke.platform.audit.services import trail


@transaction.atomic
def adopt(*, choice: Choice, by: int, at: datetime) -> ThresholdSet:
    """In force from the next scoring of everybody, which is queued. Raises ThresholdError."""
    run = latest_run()
    buyers = run.parameters["buyers"] if run else 0
    check(choice, buyers=buyers)
    unit = "" if choice.is_fixed else "_percent"
    made = ThresholdSet.objects.create(
        dimension=choice.dimension,
        mode=ThresholdSet.Mode.FIXED if choice.is_fixed else ThresholdSet.Mode.QUANTILE,
        window_days=choice.window_days or 0,
        fitted_on=run.as_of if run else None,
        buyers=buyers,
        valid_from=at,
        by_id=by,
        **{f"mid{unit}": choice.mid, f"high{unit}": choice.high},
    )
    changes = {
        "dimension": choice.dimension,
        "mode": made.mode,
        "mid": choice.mid,
        "high": choice.high,
        "window": choice.window_days,
    }
    trail.record(action="thresholds.adopted", target=made, by=by, at=at, changes=changes)
    dirty.request_scoring_of_everybody()
    return made
