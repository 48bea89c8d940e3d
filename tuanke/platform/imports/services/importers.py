"""What a room must offer so that files of its kind can come in; config/wiring.py names the rooms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, Self

from tuanke.platform.imports.models import ImportBatch


@dataclass(frozen=True)
class Staged:
    """A file whose rows wait in staging tables. `rows` counts every row of the file, rejected ones too."""

    rows: int
    rejected: int
    steps: int


@dataclass(frozen=True)
class Counts:
    """What one step did with the rows of the file it stood for."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Removed:
    """What taking back a batch removed or put back, and what it kept because something later rests on it."""

    orders: int = 0
    restored: int = 0
    customers: int = 0
    kept_customers: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.orders + other.orders,
            self.restored + other.restored,
            self.customers + other.customers,
            self.kept_customers + other.kept_customers,
        )


class Importer(Protocol):
    """One kind of file. Every method runs in the caller's transaction."""

    def stage(self, batch: ImportBatch, source: Path, rejects: Path) -> Staged:
        """Read the file into staging tables and the refused rows into `rejects`. Raises FileRefused."""

    def forecast(self, batch: ImportBatch) -> Counts:
        """What `apply` would do with all the staged rows, as the books stand now."""

    def apply(self, batch: ImportBatch, step: int) -> Counts:
        """Write one step of the staged rows. Steps are numbered from 0 and come in order."""

    def undo(self, batch: ImportBatch) -> Removed:
        """Take out what the batch brought in and nothing later touched."""

    def finish(self, batch: ImportBatch) -> None:
        """Every step is written: drop the staging tables, say what happened."""


ImporterFactory = Callable[[], Importer]

_importers: Mapping[str, ImporterFactory] = MappingProxyType({})


def connect(importers: Mapping[str, ImporterFactory]) -> None:
    """Called once by the wiring."""
    global _importers  # noqa: PLW0603
    _importers = importers


def importer_for(kind: str) -> Importer:
    return _importers[kind]()
