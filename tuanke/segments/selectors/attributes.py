from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tuanke.kit.rules import Attribute, RuleAttribute

_attributes: Mapping[str, RuleAttribute] = MappingProxyType({})


def connect(sources: Sequence[RuleAttribute]) -> None:
    """Called once by the wiring. Raises ValueError when two rooms claim one name."""
    global _attributes  # noqa: PLW0603
    by_name = {source.name: source for source in sources}
    if len(by_name) != len(sources):
        raise ValueError("two rule attributes have one name")
    _attributes = MappingProxyType(by_name)


def get_attribute(name: str) -> RuleAttribute:
    """Raises KeyError."""
    return _attributes[name]


def grammar() -> dict[str, Attribute]:
    """What `kit.rules.parse` needs to know."""
    return {name: source.attribute for name, source in _attributes.items()}
