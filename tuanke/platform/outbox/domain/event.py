"""An event is a small frozen fact: a past-tense name, ids and amounts, no rows."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self


@dataclass(frozen=True)
class Event:
    """Base of every room's events; `name` is `noun.verb` in the past tense, unique in the product."""

    name: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        return cls(**payload)
