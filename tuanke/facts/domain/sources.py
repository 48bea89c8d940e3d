"""What a room gives to the fact store: named rows, as SQL over its own tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FactSource:
    """`sql` yields the rows of one fact table, with the columns of its schema in `insights.tables`.

    It holds `{customers}` where a subquery of customer ids goes; every row names the customer who stands for
    it today (merges resolved), under `customer_id`.
    """

    table: str
    sql: str


@dataclass(frozen=True)
class TraitSource:
    """What a room can say of customers that order lines do not tell, for groups to be compared by.

    `sql` yields customer_id, kind and subject over its own tables, merges resolved.
    """

    sql: str
