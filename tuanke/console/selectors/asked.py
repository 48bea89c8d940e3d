"""What a list is asked for in its address, and one condition that was understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from tuanke.console.selectors.vocabulary import Vocabulary
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui.typed import typed_day, typed_integer


@dataclass(frozen=True)
class Asked:
    """`values` are the address's parameters, one value each; `at` decides what has expired."""

    values: Mapping[str, str]
    viewer: Viewer
    vocabulary: Vocabulary
    at: datetime

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def number(self, name: str) -> int | None:
        return typed_integer(self.text(name))

    def day(self, name: str) -> date | None:
        return typed_day(self.text(name))


@dataclass(frozen=True)
class Choice:
    """One filter in force: its parameters, what it is called, what is chosen, and the condition."""

    names: tuple[str, ...]
    label: str
    text: str
    condition: Q
