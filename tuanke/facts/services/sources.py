"""Which rooms give rows to the fact store and traits of customers; config/wiring.py says so."""

from collections.abc import Sequence

from tuanke.facts.domain.sources import FactSource, TraitSource

_sources: Sequence[FactSource] = ()
_traits: Sequence[TraitSource] = ()


def connect(sources: Sequence[FactSource]) -> None:
    """Called once by the wiring."""
    global _sources  # noqa: PLW0603
    _sources = sources


def connect_traits(traits: Sequence[TraitSource]) -> None:
    """Called once by the wiring."""
    global _traits  # noqa: PLW0603
    _traits = traits


def connected() -> Sequence[FactSource]:
    return _sources


def connected_traits() -> Sequence[TraitSource]:
    return _traits
