"""What the customer list can show of a customer, as values; the screen and the export put them into words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet
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
    path: str = ""  # from the customer, where it stands in another table
    needs: str = ""  # rows read beside the customer: tags or numbers
    field: Any = None
    on_phone: bool = False

    @property
    def is_number(self) -> bool:
        return self.shape in {"count", "money"}


def _beside(key: str, label: Text, shape: str, path: str, **more: Any) -> Column:
    """A column that stands in another table; only what is shown is read of it, and no row of its own is made."""
    return Column(key, label, shape, attrgetter(f"shown_{key}"), path=path, **more)


def _scored(key: str, label: Text, shape: str, name: str, **more: Any) -> Column:
    return _beside(key, label, shape, f"classification__score__{name}", **more)


def _kind(customer: Any) -> str:
    return str(dict(archive.kinds())[customer.kind])


NAME = Column("name", _("Customer"), "name", lambda customer: customer.display_name, sort="name")
COLUMNS: tuple[Column, ...] = (
    *(
        _beside(
            dimension,
            DIMENSION_NAMES[dimension],
            "class",
            f"classification__{dimension}",
            on_phone=dimension in {"value", "lifecycle"},
        )
        for dimension in DIMENSIONS
    ),
    _scored("orders", _("Orders"), "count", "orders", sort="orders"),
    _scored("revenue", _("Net revenue"), "money", "revenue_fen", sort="revenue", on_phone=True),
    _scored("aov", _("Average order"), "money", "aov_fen"),
    _scored("margin", _("Margin so far"), "money", "margin_fen"),
    _scored("first", _("First order on"), "day", "first_on"),
    _scored("last", _("Last order"), "day", "last_on", sort="last"),
    _scored("next", _("Next expected"), "day", "next_expected_on"),
    _scored("stake", _("At stake a year"), "money", "margin_stake_fen", sort="stake"),
    _beside("owner", _("Looked after by"), "text", "owner__name"),
    Column("tags", _("Tags"), "text", lambda row: "、".join(listing.tag_names(row)), needs="tags"),
    Column("kind", _("Kind"), "text", _kind),
    Column("place", _("Province and city"), "text", lambda customer: customer.place),
    Column("channel", _("Came from"), "text", lambda customer: customer.came_from),
    Column("created", _("In the archive since"), "day", lambda row: row.created_at, sort="created"),
    Column("phone", _("Phone"), "phone", lambda row: row.numbers_shown, needs="numbers"),
)
# of the customer's own row: hardly a third of what it holds
READ = ("uid", "kind", "display_name", "province", "city", "channel", "custom", "created_at")
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
    beside = {f"shown_{column.key}": F(column.path) for column in columns if column.path}
    rows = rows.only(*READ).annotate(**beside)
    needed = {column.needs for column in columns}
    if "tags" in needed:
        rows = listing.with_tags(rows)
    return listing.with_numbers(rows) if "numbers" in needed else rows


def _of_field(field: Any) -> Callable[[Any], Any]:
    def read(customer: Any) -> Any:
        return customer.custom.get(field.key) if customer.kind == field.kind else None

    return read
