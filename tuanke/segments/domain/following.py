"""One thing after the other: who went through the steps of a sequence, each within its gap."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from tuanke.kit.rules import Happened, RuleEvent, Sequence
from tuanke.kit.rules.windows import AsOf
from tuanke.segments.domain.happening import condition


def who_followed(
    sequence: Sequence, facts: Mapping[str, ir.Table], events: Mapping[str, RuleEvent], as_of: AsOf
) -> ir.Table:
    """Their `customer_id`, perhaps more than once."""
    reached = _moments(sequence.steps[0], facts, events, as_of)
    gap = ibis.interval(hours=sequence.gap_hours)
    for step in sequence.steps[1:]:
        later = _moments(step, facts, events, as_of).rename(who="customer_id", then="at")
        is_next = [
            reached.customer_id == later.who,
            later.then > reached["at"],
            later.then <= reached["at"] + gap,
        ]
        reached = reached.inner_join(later, is_next).select("customer_id", at="then").distinct()
    return reached.select("customer_id")


def _moments(
    step: Happened, facts: Mapping[str, ir.Table], events: Mapping[str, RuleEvent], as_of: AsOf
) -> ir.Table:
    """When it happened to whom."""
    event = events[step.event]
    table = facts[event.table]
    found = table.filter(condition(table, step, event, as_of))
    return found.select("customer_id", at=event.at).distinct()
