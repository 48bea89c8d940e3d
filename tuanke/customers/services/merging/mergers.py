"""Which rooms above have rows of customers, and what a merge does to them; config/wiring.py says so."""

from collections.abc import Sequence

from tuanke.customers.services.merging.own import OWN
from tuanke.customers.services.merging.relation import Relation

_mergers: Sequence[Relation] = ()


def connect(mergers: Sequence[Relation]) -> None:
    """Called once by the wiring."""
    global _mergers  # noqa: PLW0603
    _mergers = mergers


def everything() -> Sequence[Relation]:
    return (*OWN, *_mergers)
