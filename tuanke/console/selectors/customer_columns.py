"""What the customer list can show of a customer, as values; the screen and the export put them into words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors.names import DIMENSION_NAMES
from tuanke.customers.selectors import customers as archive
from tuanke.customers.selectors import listing

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """`shape` says how the value is written: text, count, money (fen), day, class, or a field of the shop's own."""

    key: str
    label: Text
    shape: str
    read: Callable[[Any], Any]
    sort: str = ""
    needs: str = ""  # rows read beside the customer: tags or numbers
    field: Any = None
    on_phone: bool = False

    @property
    def is_number(self) -> bool:
        return self.shape in {"count", "money"}


def _of_score(name: str) -> Callable[[Any], Any]:
    def read(customer: Any) -> Any:
        held = getattr(customer, "classification", None)
        return getattr(held.score, name) if held else None

    return read


def _of_class(dimension: str) -> Callable[[Any], Any]:
    def read(customer: Any) -> Any:
        held = getattr(customer, "classification", None)
        return getattr(held, dimension) if held else None

    return read


def _place(customer: Any) -> str:
    return " ".join(dict.fromkeys(part for part in (customer.province, customer.city) if part))


def _kind(customer: Any) -> str:
    return str(dict(archive.kinds())[customer.kind])


NAME = Column("name", _("Customer"), "name", lambda customer: customer.display_name, sort="name")
OWNER = Column("owner", _("Looked after by"), "text", lambda row: row.owner.name if row.owner else None)
COLUMNS: tuple[Column, ...] = (
    *(
        Column(
            dimension,
            DIMENSION_NAMES[dimension],
            "class",
            _of_class(dimension),
            on_phone=dimension in {"value", "lifecycle"},
        )
        for dimension in DIMENSIONS
    ),
    Column("orders", _("Orders"), "count", _of_score("orders"), sort="orders"),
    Column("revenue", _("Net revenue"), "money", _of_score("revenue_fen"), sort="revenue", on_phone=True),
    Column("aov", _("Average order"), "money", _of_score("aov_fen")),
    Column("margin", _("Margin so far"), "money", _of_score("margin_fen")),
    Column("first", _("First order on"), "day", _of_score("first_on")),
    Column("last", _("Last order"), "day", _of_score("last_on"), sort="last"),
    Column("next", _("Next expected"), "day", _of_score("next_expected_on")),
    Column("stake", _("At stake a year"), "money", _of_score("margin_stake_fen"), sort="stake"),
    OWNER,
    Column("tags", _("Tags"), "text", lambda row: "、".join(listing.tag_names(row)), needs="tags"),
    Column("kind", _("Kind"), "text", _kind),
    Column("place", _("Province and city"), "text", _place),
    Column("channel", _("Came from"), "text", lambda customer: customer.came_from),
    Column("created", _("In the archive since"), "day", lambda row: row.created_at, sort="created"),
    Column("phone", _("Phone"), "phone", lambda row: row.numbers_shown, needs="numbers"),
)
# all that the columns read of a row: hardly a third of what it holds
READ = (
    *("uid", "kind", "display_name", "province", "city", "channel", "custom", "created_at", "owner__name"),
    *(f"classification__{dimension}" for dimension in DIMENSIONS),
    *(
        f"classification__score__{name}"
        for name in ("orders", "revenue_fen", "aov_fen", "margin_fen", "margin_stake_fen")
    ),
    *(f"classification__score__{name}" for name in ("first_on", "last_on", "next_expected_on")),
)
USUAL = ("value", "lifecycle", "orders", "revenue", "last", "next", "stake", "owner")


def offered(fields: Sequence[Any]) -> Mapping[str, Column]:
    """Every column there is, by key; `fields` are the shop's own that the viewer reads unmasked."""
    own = (
        Column(f"field_{field.pk}", field.label, "field", _of_field(field), field=field) for field in fields
    )
    return {column.key: column for column in (*COLUMNS, *own)}


def chosen(keys: Sequence[str], columns: Mapping[str, Column]) -> list[Column]:
    """The columns of these keys in their order, else the usual ones; a key that is gone is passed over."""
    found = [columns[key] for key in dict.fromkeys(keys) if key in columns]
    return found or [columns[key] for key in USUAL]


def reordered(keys: Sequence[str], *, up: str) -> list[str]:
    """The keys with `up` one place further to the front."""
    moved = list(dict.fromkeys(keys))
    place = moved.index(up) if up in moved else 0
    if place:
        moved[place - 1 : place + 1] = [up, moved[place - 1]]
    return moved


def with_needed(rows: QuerySet[Any], columns: Sequence[Column]) -> QuerySet[Any]:
    """The rows with what the columns read, in a fixed number of queries."""
    rows = rows.select_related("classification__score", "owner").only(*READ)
    needed = {column.needs for column in columns}
    if "tags" in needed:
        rows = listing.with_tags(rows)
    return listing.with_numbers(rows) if "numbers" in needed else rows


def _of_field(field: Any) -> Callable[[Any], Any]:
    def read(customer: Any) -> Any:
        return customer.custom.get(field.key) if customer.kind == field.kind else None

    return read
