"""What happens to a customer's record that belongs on their timeline."""

from dataclasses import dataclass
from typing import ClassVar

from tuanke.platform.outbox.domain.event import Event


@dataclass(frozen=True)
class OwnerChanged(Event):
    name: ClassVar[str] = "customer.owner_changed"

    customer_id: int
    owner_id: int | None
    by: int


@dataclass(frozen=True)
class OwnersChanged(Event):
    """Of many customers at once; the rows of the bulk change say whose. `undone`: they got the owner of before back."""

    name: ClassVar[str] = "customer.owners_changed"

    change_id: int
    undone: bool
    by: int


@dataclass(frozen=True)
class ConsentRecorded(Event):
    name: ClassVar[str] = "consent.recorded"

    customer_id: int
    channel: str
    purpose: str
    status: str
    by: int | None


@dataclass(frozen=True)
class PersonLeft(Event):
    """A person is no longer at an organisation; it is news for both."""

    name: ClassVar[str] = "person.left"

    organization_id: int
    person_id: int
    by: int


@dataclass(frozen=True)
class CustomersMerged(Event):
    """The losers are the survivor from now on; what is asked about them is answered by the survivor."""

    name: ClassVar[str] = "customer.merged"

    survivor_id: int
    loser_ids: list[int]
    by: int


@dataclass(frozen=True)
class MergeUndone(Event):
    """They are customers of their own again."""

    name: ClassVar[str] = "customer.unmerged"

    survivor_id: int
    loser_ids: list[int]
    by: int


@dataclass(frozen=True)
class IdentitiesAdded(Event):
    """Customers can be told by more names or numbers than before: one of them, or (None) those of an import."""

    name: ClassVar[str] = "customer.identities_added"

    customer_id: int | None
