from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tuanke.facts.services.facts import Facts
from tuanke.facts.services.store import as_table
from tuanke.insights.claims.claim import Claim


@dataclass(frozen=True)
class Candidate:
    """A claim that was tried; `who` is SQL for the customer_id of everybody behind its number.

    The SQL is over tables that `keep` holds; `values` are its parameters.
    """

    claim: Claim
    who: str
    values: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)


def keep(facts: Facts, name: str, rows: pa.Table) -> None:
    """Rows that several questions are asked of, under this name."""
    as_table(facts.engine, name, rows)
