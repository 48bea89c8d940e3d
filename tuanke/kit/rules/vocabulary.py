"""What a rule may ask: attributes of customers and events that happen to them, as rooms offer them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

AttributeType = Literal["choice", "number", "money", "day", "text", "set", "anniversary"]
CHOOSING = ("eq", "ne", "in", "not_in")
COMPARING = ("eq", "ne", "lt", "le", "gt", "ge", "between")
MOVING = ("in_last", "in_next", "anniversary_in")  # true or not by the day they are asked on
HAVING = ("has_any", "has_all", "has_none")
OPS: Mapping[AttributeType, tuple[str, ...]] = {
    "choice": CHOOSING,
    "text": (*CHOOSING, "contains", "starts_with"),
    "number": COMPARING,
    "money": COMPARING,
    "day": (*COMPARING, "on_day", "before", "after", *MOVING),
    "set": HAVING,
    "anniversary": ("anniversary_in",),
}
PRESENCE = ("is_set", "is_not_set")
COUNTING = ("eq", "ne", "lt", "le", "gt", "ge")
ADDING = ("sum", "avg", "min", "max")
PICKING = ("first", "last")
FUNCTIONS = (*ADDING, "distinct", *PICKING)


@dataclass(frozen=True)
class Attribute:
    """Something a condition may ask for. `choices` are the values of a choice or a set; empty means any.

    A set has any number of values; one without any has none of whatever is asked, so it is never missing. An
    anniversary is kept as `anniversaries.code_of` it.
    """

    type: AttributeType
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleValues:
    """Values that are rows of their own: none or one of a customer; of a set, or of anniversaries, several.

    `rows` gives a queryset with `asked_customer_id` (who stands for them today) and `asked_value` annotated,
    never missing or blank; `customer` is the path to the customer a row was recorded for. Where rows `stay`
    with a customer who was merged, the first in `order` counts. A value that `ends` does so at `asked_until`.
    Where attributes share their rows (`are_named`), `asked_name` says whose they are.
    """

    rows: Callable[[], Any]
    customer: str = "customer"
    stay: bool = False
    order: tuple[str, ...] = ()
    ends: bool = False
    are_named: bool = False


@dataclass(frozen=True)
class RuleAttribute:
    """An attribute as a room offers it: `path` leads from the customer's row to the value.

    It may be an expression of the ORM on that row, too, or RuleValues. `label` and the values of
    `value_labels` are texts, or lazy ones. Blank text is a missing value.
    """

    name: str
    attribute: Attribute
    path: Any
    label: object
    value_labels: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleField:
    """What a predicate, or an aggregation, may ask of an event: the `column` of its rows."""

    attribute: Attribute
    column: str
    label: object


@dataclass(frozen=True)
class RuleEvent:
    """Something that happens to customers, as a room offers it; rows of a fact table and the same from the ORM.

    `rows` gives a queryset in which every column named here is annotated as `asked_<column>`, and who stands
    for the customer today as `asked_customer_id`. `of` gives the condition that they are somebody's: of an id,
    of several in a list, or of a reference to an outer query's. `at` is the moment (fact table: UTC without a
    zone).
    """

    name: str
    label: object
    table: str
    of: Callable[[Any], Any]
    at: str
    rows: Callable[[], Any]
    fields: Mapping[str, RuleField]
    counted: str | None  # the column whose distinct values are the events; None: every row is one
    later: tuple[str, ...]  # which of two rows at one moment is the later one
    only: tuple[tuple[str, str, object], ...] = ()  # (column, eq | lt, value): which rows of the table it is


@dataclass(frozen=True)
class Vocabulary:
    """What `parse` accepts. `members`: kind ("segment", "list", "group") → the uids that exist."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    events: Mapping[str, RuleEvent] = field(default_factory=dict)
    members: Mapping[str, Collection[str]] = field(default_factory=dict)
