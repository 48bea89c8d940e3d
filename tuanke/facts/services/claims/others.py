"""The best customers, the days of the week and repeat orders."""

from datetime import date, timedelta

import ibis.expr.types as ir
import numpy as np

from tuanke.facts.services.claims.candidate import Candidate, keep
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.queries import rows_of
from tuanke.insights.claims import best, weekdays
from tuanke.insights.claims.claim import Counted, means, shares
from tuanke.insights.first_repeat import FIRST, REPEAT, first_and_repeat
from tuanke.insights.numbers import MONDAY, WEEK, day_number, number_of
from tuanke.insights.purchases import purchase_days
from tuanke.insights.stats import Mean

COOLING, REPEAT_MARGIN = "cooling", "repeat_margin"
ON_WEEKDAY = "SELECT DISTINCT customer_id FROM bought_days WHERE weekday = $weekday AND day > $since"
TWICE = "SELECT customer_id FROM bought_days GROUP BY 1 HAVING count(*) > 1"


def of_the_best(facts: Facts, as_of: date) -> list[Candidate]:
    """Whether as many of the best still order as did a year, or a quarter, before."""
    origin = as_of - timedelta(days=best.HORIZON_DAYS)
    first_on = facts.row(facts.lines.aggregate(on=facts.lines.ordered_on.min()))["on"]
    before = best.earlier_origin(origin, first_on) if first_on else None
    if before is None:
        return []
    now, then = (rows_of(facts, best.best_then, origin), rows_of(facts, best.best_then, before))
    keep(facts, "best_now", now)
    counted = [Counted(sum(people["ordered"].to_pylist()), len(people)) for people in (now, then)]
    claim = shares(COOLING, "", *counted)
    details = {"origin": before.isoformat()}
    return [Candidate(claim, "SELECT customer_id FROM best_now", {}, details)] if claim else []


def of_weekdays(facts: Facts, as_of: date) -> list[Candidate]:
    """Leaves the table `bought_days`: every customer's purchase days with their weekday."""
    keep(facts, "bought_days", rows_of(facts, _days, as_of))
    counts = np.zeros((weekdays.WEEKS, WEEK))
    last = (number_of(as_of) + 1 + MONDAY) // WEEK - 1
    for row in rows_of(facts, weekdays.purchases_by_weekday, as_of).to_pylist():
        counts[last - row["week"], row["weekday"]] = row["n"]
    since = as_of - timedelta(weeks=weekdays.WEEKS)
    return [
        Candidate(claim, ON_WEEKDAY, {"weekday": int(claim.subject), "since": since})
        for claim in weekdays.weekday_claims(counts)
    ]


def of_repeat_orders(facts: Facts, as_of: date) -> list[Candidate]:
    """Needs the table `bought_days`."""
    rows = {row["kind"]: row for row in rows_of(facts, first_and_repeat, as_of).to_pylist()}
    if {FIRST, REPEAT} - rows.keys() or None in [row["standard_error_fen"] for row in rows.values()]:
        return []
    repeat, first = (
        (Mean(rows[kind]["mean_margin_fen"], rows[kind]["standard_error_fen"]), rows[kind]["customers"])
        for kind in (REPEAT, FIRST)
    )
    claim = means(REPEAT_MARGIN, "", repeat, first)
    return [Candidate(claim, TWICE)] if claim else []


def _days(lines: ir.Table, as_of: date) -> ir.Table:
    days = purchase_days(lines, as_of)
    bought = days.filter(days.bought)
    return bought.select("customer_id", "day", weekday=(day_number(bought.day) + MONDAY) % WEEK)
