"""Six states of a customer: 潜在 首购 活跃 沉默 流失 回流 (design §9).

A pure function of the purchase days and one number per customer, the expected gap. The overdue ratio is
rho = days since the last purchase / expected gap: up to 1.5 in rhythm, up to 3 dormant, above lost.
States change on whole days, so the rule in use is: in rhythm for floor(1.5 x gap) days after a purchase.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import ibis
import ibis.expr.types as ir

from tuanke.insights.cycle import gaps
from tuanke.insights.numbers import date_after, day_number, half_up, number_of

POTENTIAL, FIRST, ACTIVE = "potential", "first", "active"
DORMANT, LOST, RETURNED = "dormant", "lost", "returned"
DORMANT_ABOVE, LOST_ABOVE = 1.5, 3.0


@dataclass(frozen=True)
class Transition:
    on: date
    state: str


def states(purchases: Iterable[date], expected_gap: float, as_of: date) -> list[Transition]:
    """The dated states of one customer up to `as_of`; empty while there is no purchase (potential).

    `purchases` are purchase days in any order; those after `as_of` are not known yet. Raises ValueError
    for an expected gap below one day: purchase days are at least a day apart.
    """
    if not expected_gap >= 1:
        raise ValueError(f"expected_gap is {expected_gap}, less than one day")
    days = sorted({day for day in purchases if day <= as_of})
    path: list[Transition] = []
    for day, following in pairwise([*days, as_of + timedelta(days=1)]):
        state = _on_purchase(path)
        if not path or path[-1].state != state:
            path.append(Transition(day, state))
        path += [step for step in _silence(day, expected_gap) if step.on < following]
    return path


def _on_purchase(path: list[Transition]) -> str:
    """The state that a purchase leads to after the states so far."""
    if not path:
        return FIRST
    return RETURNED if path[-1].state in (DORMANT, LOST) else ACTIVE


def _silence(last: date, expected_gap: float) -> list[Transition]:
    """What happens after a purchase if no other follows."""
    return [
        Transition(last + timedelta(days=math.floor(limit * expected_gap) + 1), state)
        for limit, state in ((DORMANT_ABOVE, DORMANT), (LOST_ABOVE, LOST))
    ]


def lifecycle(days: ir.Table, expected: ir.Table, as_of: date) -> ir.Table:
    """One row per buyer: the state on `as_of`, from `purchase_days` and each buyer's expected gap.

    `expected` has customer_id and expected_gap_days. Columns: customer_id, rho, next_expected_on (last
    purchase + gap, half up), lifecycle, lifecycle_since, dormant_on and lost_on (first day in that state
    if nothing happens; in the past once it did). Who has no purchase is no row here and `potential`.
    """
    marks = _marks(days, expected)
    since = number_of(as_of) - day_number(marks.last_on)
    dated = marks.mutate(
        since=since,
        rho=since / marks.expected_gap_days,
        next_expected_on=date_after(marks.last_on, half_up(marks.expected_gap_days)),
        dormant_on=date_after(marks.last_on, marks.dormant_after + 1),
        lost_on=date_after(marks.last_on, marks.lost_after + 1),
    )
    named = dated.mutate(
        lifecycle=ibis.cases(
            (dated.since > dated.lost_after, LOST),
            (dated.since > dated.dormant_after, DORMANT),
            (dated.last_on == dated.first_on, FIRST),
            (dated.last_on == dated.restarted_on, RETURNED),
            else_=ACTIVE,
        )
    )
    return named.select(
        "customer_id",
        "rho",
        "next_expected_on",
        "lifecycle",
        "dormant_on",
        "lost_on",
        lifecycle_since=_since(named),
    )


def _marks(days: ir.Table, expected: ir.Table) -> ir.Table:
    """Per buyer the days that decide the state: first, last, last restart, last return to rhythm."""
    each = gaps(days).inner_join(expected.select("customer_id", "expected_gap_days"), "customer_id")
    each = each.mutate(
        dormant_after=(each.expected_gap_days * DORMANT_ABOVE).floor().cast("int64"),
        lost_after=(each.expected_gap_days * LOST_ABOVE).floor().cast("int64"),
    )
    # a restart is the first purchase, or one after dormant or lost: who buys on the very day is not dormant yet
    restart = each.gap_days.isnull() | (each.gap_days > each.dormant_after + 1)
    after_restart = each.prior_gap_days.isnull() | (each.prior_gap_days > each.dormant_after + 1)
    return each.group_by("customer_id", "expected_gap_days", "dormant_after", "lost_after").aggregate(
        first_on=each.day.min(),
        last_on=each.day.max(),
        restarted_on=each.day.max(where=restart),
        active_on=each.day.max(where=~restart & after_restart),
    )


def _since(table: ir.Table) -> ir.DateColumn:
    return ibis.cases(
        (table.lifecycle == LOST, table.lost_on),
        (table.lifecycle == DORMANT, table.dormant_on),
        (table.lifecycle == ACTIVE, table.active_on),
        else_=table.last_on,
    )
