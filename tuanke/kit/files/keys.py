"""The canonical keys of an order file and what a mapping from keys to columns is."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tuanke.kit.files.headers import fold
from tuanke.kit.files.refusal import FileRefused

KeyType = Literal["text", "amount", "quantity", "moment", "status", "flag", "tags", "consent", "birthday"]


@dataclass(frozen=True)
class Key:
    """`per_line` keys belong to one line of an order, the others to the order as a whole."""

    type: KeyType = "text"
    per_line: bool = False


ORDER_KEYS: Mapping[str, Key] = {
    "customer_id": Key(),
    "ordered_at": Key("moment"),
    "amount": Key("amount", per_line=True),
    "quantity": Key("quantity", per_line=True),
    "unit_price": Key("quantity", per_line=True),
    "order_id": Key(),
    "sku": Key(per_line=True),
    "product": Key(per_line=True),
    "category": Key(per_line=True),
    "discount": Key("amount", per_line=True),
    "cost": Key("amount", per_line=True),
    "status": Key("status"),
    "customer_name": Key(),
    "nickname": Key(),
    "phone": Key(),
    "email": Key(),
    "wechat": Key(),
    "organization": Key(),
    "contact_name": Key(),
    "province": Key(),
    "city": Key(),
    "district": Key(),
    "address": Key(),
    "paid_at": Key("moment"),
    "completed_at": Key("moment"),
    "refund_amount": Key("amount", per_line=True),
    "channel": Key(),
    "source": Key(),
    "leader": Key(),
    "note": Key(),
    # the receiver only where the file names the buyer too; else the receiver is the customer
    "receiver_name": Key(),
    "receiver_phone": Key(),
    "payer": Key(),
    "credit_account": Key(),
    "group_id": Key(),
    "group_role": Key(),
    "is_leader": Key("flag"),
    "voucher": Key(per_line=True),
    "refund_status": Key(per_line=True),
    "cancelled_at": Key("moment"),
}
PRICED = ("quantity", "unit_price")

_ENTRY = re.compile(r"\s*,\s*(?=[A-Za-z_]+\s*=)")  # a comma inside a column's name starts no entry


@dataclass(frozen=True)
class CustomerRule:
    """One way to tell customers apart where there is no customer number: tried in order, row by row.

    kind "phone": a complete phone number of one's own, as E.164. kind "text": the columns' texts joined by
    " / ", where at least one has no mask. A column `@phone` is the key's text, as cut from another cell.
    """

    kind: Literal["phone", "text"]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class ColumnMap:
    """Key → column of the file. `customer` counts only where `customer_id` is not mapped.

    `order_key` are columns that name an order only together; they replace `order_id`. `times` are the columns
    with the time of day, by the key whose own column has the date only.
    """

    columns: Mapping[str, str]
    customer: tuple[CustomerRule, ...] = ()
    order_key: tuple[str, ...] = ()
    times: Mapping[str, str] = field(default_factory=dict)

    def missing(self) -> tuple[str, ...]:
        """Required keys without a column; a price can be the amount or quantity and unit price."""
        missing = [key for key in ("ordered_at",) if key not in self.columns]
        if "customer_id" not in self.columns and not self.customer:
            missing.insert(0, "customer_id")
        if "amount" not in self.columns and not all(key in self.columns for key in PRICED):
            missing.append("amount")
        return tuple(missing)

    def used(self) -> frozenset[str]:
        """Every column that is read."""
        rules = (column for rule in self.customer for column in rule.columns if not column.startswith("@"))
        return frozenset([*self.columns.values(), *rules, *self.order_key, *self.times.values()])


def parse_map(text: str) -> dict[str, str]:
    """`k=Column,k=Column` as written on the command line. Raises FileRefused `map_syntax` or `key_twice`."""
    entries: dict[str, str] = {}
    for entry in _ENTRY.split(text.strip()):
        key, equals, column = (part.strip() for part in entry.partition("="))
        if not (key and equals and column):
            raise FileRefused("map_syntax", text=entry)
        if key in entries:
            raise FileRefused("key_twice", key=key)
        entries[key] = column
    return entries


def check_keys(entries: Mapping[str, str], known: Iterable[str] = ORDER_KEYS) -> None:
    for key in entries:
        if key not in known:
            raise FileRefused("unknown_key", key=key, suggestions=close_names(key, list(known)))


def is_by_number(entries: Mapping[str, str]) -> bool:
    """Columns given by number mean a file without header."""
    return bool(entries) and all(column.isdecimal() for column in entries.values())


def columns_named(entries: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """Key → header, found exactly or by the folded name. Raises FileRefused `unknown_column`."""
    return {key: _column(name, header) for key, name in entries.items()}


def _column(name: str, header: Sequence[str]) -> str:
    if name in header:
        return name
    same = [column for column in header if fold(column) == fold(name)]
    if len(same) == 1:
        return same[0]
    raise FileRefused("unknown_column", column=name, suggestions=tuple(same) or close_names(name, header))


def close_names(name: str, candidates: Sequence[str]) -> tuple[str, ...]:
    by_fold = {fold(candidate): candidate for candidate in candidates}
    return tuple(by_fold[match] for match in difflib.get_close_matches(fold(name), by_fold, cutoff=0.5))
