"""What rooms above rest on customers: whoever is named there stays when an import is taken back."""

from collections.abc import Iterable

_selects: tuple[str, ...] = ()


def connect(selects: Iterable[str]) -> None:
    """Called once by the wiring: SQL for the ids of customers that a room rests something on."""
    global _selects  # noqa: PLW0603
    _selects = tuple(selects)


def in_use() -> str:
    """SQL for the ids of all of them."""
    return " UNION ".join(("SELECT NULL::bigint WHERE false", *_selects))
