"""What a scoring asks of each customer's rows, and a report of the shop's, as SQL over the tables of `Facts`.

The queries stay the same for a day. To write and compile them takes longer than to score a few customers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from tuanke.facts.services.facts import Facts, compiled, tables
from tuanke.insights.affinity import interest_labels
from tuanke.insights.engagement import engagements
from tuanke.insights.parameters import Parameters
from tuanke.insights.scores import customer_scores


@dataclass(frozen=True)
class Queries:
    scores: str
    interests: str
    engagements: str


@lru_cache(maxsize=4)
def queries_of(as_of: date, parameters: Parameters, stated_margin_percent: int | None) -> Queries:
    lines, customers, interactions = tables(stated_margin_percent)
    return Queries(
        scores=compiled(customer_scores(lines, customers, as_of, parameters)),
        interests=compiled(interest_labels(lines, interactions, as_of)),
        engagements=compiled(engagements(interactions, as_of)),
    )


def rows_of(facts: Facts, ask: Callable[..., ir.Table], as_of: date, *more: Any) -> pa.Table:
    """The rows of `ask(lines, as_of, *more)`."""
    return facts.run(_query_of(ask, as_of, facts.stated_margin_percent, more))


@lru_cache(maxsize=128)
def _query_of(
    ask: Callable[..., ir.Table], as_of: date, stated_margin_percent: int | None, more: tuple[Any, ...]
) -> str:
    lines, *_ = tables(stated_margin_percent)
    return compiled(ask(lines, as_of, *more))
