"""Whose newcomers come back more or less: by what they took first, by month and by where they came from."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.facts.services.claims.candidate import Candidate, keep
from tuanke.facts.services.copying import fetch
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.queries import rows_of
from tuanke.facts.services.sources import connected_traits
from tuanke.insights.claims.claim import Counted, shares
from tuanke.insights.claims.newcomers import GROUPS, NEWCOMERS, claim_of, compared, newcomers, traits
from tuanke.insights.cohort_repurchase import repurchase_by_cohort
from tuanke.insights.purchases import purchase_days
from tuanke.insights.returning import HORIZON_DAYS
from tuanke.insights.tables import CUSTOMERS

COHORT = "cohort"
NEWEST, BEFORE = 3, 6  # complete months that are asked about, and those before each that it is held against
PEOPLE = ibis.table(NEWCOMERS, name="newcomers")
WITH_TRAIT = "SELECT DISTINCT customer_id FROM traits WHERE kind = $kind AND subject = $subject"
FIRST_BOUGHT = (
    "SELECT customer_id FROM first_days WHERE first_on >= $start AND first_on < $start + INTERVAL 1 MONTH"
)


def by_trait(facts: Facts, as_of: date) -> list[Candidate]:
    keep(facts, "newcomers", rows_of(facts, newcomers, as_of))
    _keep_what_rooms_tell(facts)
    keep(facts, "traits", rows_of(facts, _traits, as_of))
    found = []
    for row in rows_of(facts, _compared, as_of).to_pylist():
        group, everybody = Counted(row["again"], row["n"]), Counted(row["all_again"], row["all_n"])
        claim = claim_of(row["kind"], row["subject"], group, everybody)
        if claim is not None:
            values = {"kind": row["kind"], "subject": row["subject"]}
            found.append(Candidate(claim, WITH_TRAIT, values))
    return found


def by_month(facts: Facts, as_of: date) -> list[Candidate]:
    """Each of the newest months whose newcomers all had the time, against those of the months before it."""
    rows = rows_of(facts, repurchase_by_cohort, as_of, (HORIZON_DAYS,)).sort_by("cohort").to_pylist()
    keep(facts, "first_days", rows_of(facts, _first_days, as_of))
    complete = [row for row in rows if row["again"] is not None]
    found = []
    for place in range(max(len(complete) - NEWEST, BEFORE), len(complete)):
        row, before = complete[place], complete[place - BEFORE : place]
        others = Counted(sum(one["again"] for one in before), sum(one["size"] for one in before))
        claim = shares(COHORT, row["cohort"].isoformat(), Counted(row["again"], row["size"]), others)
        if claim is not None:
            found.append(Candidate(claim, FIRST_BOUGHT, {"start": row["cohort"]}))
    return found


def _keep_what_rooms_tell(facts: Facts) -> None:
    """GROUPS of what other rooms know, as the table `told`."""
    query = " UNION ALL ".join(f"({source.sql})" for source in connected_traits())
    schema = GROUPS.to_pyarrow()
    keep(facts, "told", fetch(query, [], schema) if query else schema.empty_table())


def _traits(lines: ir.Table, _as_of: date) -> ir.Table:
    told = ibis.table(GROUPS, name="told").semi_join(PEOPLE, "customer_id")
    return traits(lines, ibis.table(CUSTOMERS, name="customers"), PEOPLE).union(told)


def _compared(_lines: ir.Table, _as_of: date) -> ir.Table:
    return compared(PEOPLE, ibis.table(GROUPS, name="traits"))


def _first_days(lines: ir.Table, as_of: date) -> ir.Table:
    days = purchase_days(lines, as_of)
    bought = days.filter(days.bought)
    return bought.group_by("customer_id").aggregate(first_on=bought.day.min())
