"""What becomes of this room's own rows; rooms above say the same of theirs through `mergers`."""

from datetime import datetime

from tuanke.customers.domain import uniting
from tuanke.customers.services.merging.moves import Row
from tuanke.customers.services.merging.relation import Relation, moved, one_primary, united

CONTACTS = "customers_contactpoint"
PEOPLE = "customers_affiliation"


def _by_hand_first(row: Row) -> bool:
    return bool(row["source"] != "manual")  # a rule would take its own tag off again


def _fuller_first(row: Row) -> int:
    return -sum(bool(row[name]) for name in ("address", "phone", "bank", "account"))


def _earliest_or_latest(row: Row) -> float:
    """The first touch is the earlier one, the most recent the later."""
    seconds = datetime.fromisoformat(row["at"]).timestamp()
    return seconds if row["which"] == "first" else -seconds


def _newest_first(row: Row) -> float:
    return -datetime.fromisoformat(row["at"]).timestamp()


def _forgotten(table: str, column: str) -> Relation:
    """A guess about a customer who is no more; the next night guesses anew."""
    return Relation(table, column, lambda moves: moves.delete(table, f"t.{column} = ANY(%(losers)s)"))


OWN = (
    united(
        CONTACTS,
        "customer_id",
        ("type", "value_hash"),
        unite=uniting.contact_points,
        settle=one_primary(
            CONTACTS,
            "customer_id",
            among="p.type = t.type",
            rank="p.verified_at IS NULL, p.customer_id <> %(survivor)s",
        ),
    ),
    united(PEOPLE, "person_id", ("organization_id",), unite=uniting.affiliations),
    united(
        PEOPLE,
        "organization_id",
        ("person_id",),
        unite=uniting.affiliations,
        settle=one_primary(
            PEOPLE,
            "organization_id",
            among="p.ended_on IS NULL AND t.ended_on IS NULL",
            rank="p.organization_id <> %(survivor)s",
        ),
    ),
    united("customers_lifeevent", "customer_id", ("kind", "name")),
    united("customers_customertag", "customer_id", ("tag_id",), first=_by_hand_first),
    united("customers_groupmember", "customer_id", ("group_id",), only="t.left_at IS NULL"),
    united("customers_invoicetitle", "customer_id", ("title", "tax_no"), first=_fuller_first),
    united("customers_customfieldholder", "customer_id", ("field_id",)),
    united("customers_touch", "customer_id", ("which",), first=_earliest_or_latest),
    united("customers_statedneed", "customer_id", ("need_id",), first=_newest_first),
    united("customers_openingbalance", "customer_id", ("source", "kind"), unite=uniting.balances),
    moved("customers_externalidentity", "customer_id"),
    moved("customers_customergroup", "leader_id"),
    moved("customers_customer", "parent_id"),
    _forgotten("customers_duplicatecandidate", "first_id"),
    _forgotten("customers_duplicatecandidate", "second_id"),
    Relation("customers_customer", "merged_into_id"),  # `merging` flattens the chain
    Relation("customers_consentrecord", "customer_id"),  # append-only: reads take the strictest
    Relation("customers_bulkchangerow", "customer_id"),  # what was done to whom at the time
    Relation("customers_notduplicate", "first_id"),
    Relation("customers_notduplicate", "second_id"),
    Relation("customers_mergeoperation", "survivor_id"),
)
