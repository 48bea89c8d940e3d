"""How much a customer turns to the shop beside buying: what they did, fading (domain B5)."""

from datetime import date, timedelta
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, int64, number_of
from tuanke.insights.tables import CUSTOMER_ENGAGEMENTS, INTERACTIONS, check

HALF_LIFE_DAYS = 30
RECENT_DAYS = 180  # an act of that long ago still tells of interest
ENGAGED = 60  # from this score on somebody is active without buying
WEIGHTS = MappingProxyType(
    {
        **dict.fromkeys(("browse", "like", "favourite", "follow"), 1),
        "cart": 5,
        "participate": 8,
        "enquiry": 4,
        "comment": 6,
        "share": 5,
    }
)


def engagements(interactions: ir.Table, as_of: date) -> ir.Table:
    """One row per customer who did anything up to `as_of`, in the shape CUSTOMER_ENGAGEMENTS.

    An act weighs half after every 30 days. Raises ValueError when `interactions` has another shape.
    """
    acts = check(interactions, INTERACTIONS)
    acts = acts.filter((acts.occurred_on <= as_of) & acts.type.isin(list(WEIGHTS)))
    age = number_of(as_of) - day_number(acts.occurred_on)
    faded = ibis.literal(0.5) ** (age.cast("float64") / HALF_LIFE_DAYS)
    acts = acts.mutate(weight=faded * acts.type.cases(*WEIGHTS.items(), else_=0).cast("float64"))
    recent = acts.occurred_on > as_of - timedelta(days=RECENT_DAYS)
    sums = acts.group_by("customer_id").aggregate(
        score=acts.weight.sum(), recent_acts=acts.count(where=recent), last_on=acts.occurred_on.max()
    )
    # a class must not change on the last bits in which engines differ
    return sums.mutate(
        as_of=ibis.literal(as_of), score=sums.score.round(6), recent_acts=int64(sums.recent_acts)
    ).select(*CUSTOMER_ENGAGEMENTS.names)
