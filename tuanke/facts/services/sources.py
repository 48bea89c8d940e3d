"""Which rooms give rows to the fact store; config/wiring.py says so."""

from collections.abc import Sequence

from tuanke.facts.domain.sources import FactSource

_sources: Sequence[FactSource] = ()


def connect(sources: Sequence[FactSource]) -> None:
    """Called once by the wiring."""
    global _sources  # noqa: PLW0603
    _sources = sources


def connected() -> Sequence[FactSource]:
    return _sources
