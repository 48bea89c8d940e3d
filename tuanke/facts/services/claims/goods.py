"""What comes back more than other goods, and what sells before the next festival."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tuanke.facts.services.claims.candidate import Candidate, keep
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.queries import rows_of
from tuanke.insights.claims.claim import Counted, paired, shares
from tuanke.insights.claims.goods import AROUND, around, buyers_of_goods, returned_goods, risen
from tuanke.insights.tables import REFUNDS
from tuanke.kit.lunar import FESTIVALS, ORDERED_FOR, next_occurrence, occurrence_in

REFUND, FESTIVAL = "refund", "festival"
AHEAD_DAYS = 84  # a festival further away is nobody's concern yet
OF_PRODUCT = "SELECT DISTINCT customer_id FROM bought_goods WHERE product_id = $product"
BEFORE_FESTIVAL = 'SELECT customer_id FROM around WHERE category = $category AND "then"'


def of_refunds(facts: Facts, as_of: date) -> list[Candidate]:
    keep(facts, "bought_goods", rows_of(facts, _bought, as_of))
    found = []
    for row in rows_of(facts, _returned, as_of).to_pylist():
        others = Counted(row["all_back"] - row["back"], row["all_n"] - row["n"])
        claim = shares(REFUND, str(row["product_id"]), Counted(row["back"], row["n"]), others)
        if claim is not None:
            found.append(Candidate(claim, OF_PRODUCT, {"product": row["product_id"]}))
    return found


def of_festivals(facts: Facts, as_of: date) -> list[Candidate]:
    """What sold more or less before the next festival when it was last there; none while it is far away."""
    days = {name: next_occurrence(FESTIVALS[name], as_of + timedelta(days=1)) for name in ORDERED_FOR}
    name = min(days, key=lambda one: days[one])
    if days[name] > as_of + timedelta(days=AHEAD_DAYS):
        return []
    past = occurrence_in(FESTIVALS[name], days[name].year - 1)
    keep(facts, "around", rows_of(facts, around, as_of, past))
    details = {"festival": name, "on": days[name].isoformat(), "past": past.isoformat()}
    found = []
    for row in rows_of(facts, _risen, as_of).to_pylist():
        subject = row.pop("category")
        claim = paired(FESTIVAL, subject, **row)
        if claim is not None:
            found.append(Candidate(claim, BEFORE_FESTIVAL, {"category": subject}, details))
    return found


def _bought(lines: ir.Table, as_of: date) -> ir.Table:
    return buyers_of_goods(lines, ibis.table(REFUNDS, name="refunds"), as_of)


def _returned(_lines: ir.Table, _as_of: date) -> ir.Table:
    kept = {"customer_id": "int64", "product_id": "int64", "is_back": "boolean"}
    return returned_goods(ibis.table(kept, name="bought_goods"))


def _risen(_lines: ir.Table, _as_of: date) -> ir.Table:
    return risen(ibis.table(AROUND, name="around"))
