"""Which of the shop's own fields rooms above ask for: such a field does not go away under them."""

from collections.abc import Callable, Collection, Mapping

from tuanke.customers.models import CustomField
from tuanke.customers.selectors.shop_rules import name_of

Asking = Callable[[str], Mapping[str, Collection[str]]]


class FieldAskedForError(Exception):
    """`names` says what asks for the field, or for the choices that would be gone."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(", ".join(names))
        self.names = sorted(names)


def _nobody(_attribute: str) -> Mapping[str, Collection[str]]:
    return {}


_asking: Asking = _nobody


def connect(asking: Asking) -> None:
    """Called once by the wiring: who (by name) asks for an attribute of rules, and for which of its values."""
    global _asking  # noqa: PLW0603
    _asking = asking


def check_unasked(field: CustomField, choices: Collection[str] | None = None) -> None:
    """Raises FieldAskedForError where somebody asks for the field, or for one of these choices of it."""
    found = _asking(name_of(field))
    names = [name for name, values in found.items() if choices is None or not set(choices).isdisjoint(values)]
    if names:
        raise FieldAskedForError(names)
