"""A preset: what is known about the export files of one platform in one version."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tuanke.kit.files.headers import SCAN_ROWS, fold
from tuanke.kit.files.keys import ColumnMap, CustomerRule
from tuanke.kit.files.refusal import FileRefused

UNMISTAKABLE = ("customer_id", "ordered_at", "amount", "order_id")

FileKind = Literal["orders", "details", "contacts"]
MoneyPolicy = Literal["sum_lines", "first_row", "every_row"]
PhonePolicy = Literal["identity", "contact_only"]
StatusCode = Literal["valid", "excluded", "refunded"]
Consent = Literal["granted", "denied"]

_REPEATED = re.compile(r"__[0-9]+$")  # how a repeated header was made unique
_OF_KEY = "@"  # a customer rule over a key, not over a column


@dataclass(frozen=True)
class Fingerprint:
    """Folded headers: all must be there, one of `any` if it names some, none of `none`."""

    all: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()

    def fits(self, headers: frozenset[str]) -> bool:
        if not self.all or not self.all <= headers or self.none & headers:
            return False
        return not self.any or bool(self.any & headers)


@dataclass(frozen=True)
class Preset:
    """`money_policy` says where an order of several rows states its amount.

    `kind` "details" are the lines of orders that stand in another file. `order_key` are columns that together
    name an order where one alone does not. `fill_down` are keys whose blank cells repeat the cell above.
    `items_pattern` cuts a cell that lists several goods into `name` and `quantity`; `split` cuts a key's
    cell into the keys that its groups name. `times` gives the column with the time of day for a key whose own
    has only the date. `status_map` and `consent_map` are by folded text; an order or line whose status says
    `refunded` is refunded whole where no amount is given. `tz` is empty for the business zone; `day_first`
    settles 8/9/2026.
    """

    id: str
    platform: str
    version: str
    label: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    evidence: str
    kind: FileKind = "orders"
    fingerprint: Fingerprint = field(default_factory=Fingerprint)
    sheet_names: tuple[str, ...] = ()
    header_scan_rows: int = SCAN_ROWS
    null_tokens: tuple[str, ...] = ()
    tz: str = ""
    day_first: bool | None = None
    money_policy: MoneyPolicy = "sum_lines"
    order_key: tuple[str, ...] = ()
    fill_down: tuple[str, ...] = ()
    items_pattern: str = ""
    split: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    phone_policy: PhonePolicy = "contact_only"
    customer: tuple[CustomerRule, ...] = ()
    status_map: Mapping[str, StatusCode] = field(default_factory=dict)
    tags_separator: str = r"\s*[,，;；、|\n]\s*"
    consent_map: Mapping[str, Consent] = field(default_factory=dict)

    def recognised(self, headers: Sequence[str]) -> int:
        """How many of the headers this preset has a key for."""
        known = {fold(alias) for aliases in self.aliases.values() for alias in aliases}
        return len(known & {fold(header) for header in headers})

    def column_map(self, header: Sequence[str]) -> ColumnMap:
        """Key → column by the aliases, the first alias that is there; a column serves one key.

        Raises FileRefused `two_columns_for_key` when two columns of the same name could be a required key.
        """
        by_fold: dict[str, list[str]] = {}
        for column in header:
            by_fold.setdefault(fold(_REPEATED.sub("", column)), []).append(column)
        columns: dict[str, str] = {}
        for key, aliases in self.aliases.items():
            free = (by_fold[fold(alias)] for alias in aliases if fold(alias) in by_fold)
            found = next((names for names in free if names[0] not in columns.values()), None)
            if found is None:
                continue
            if len(found) > 1 and key in UNMISTAKABLE:
                raise FileRefused("two_columns_for_key", key=key, columns=tuple(found))
            columns[key] = found[0]
        rules = () if "customer_id" in columns else self._customer_rules(by_fold)
        order_key = [by_fold[fold(name)][0] for name in self.order_key if fold(name) in by_fold]
        return ColumnMap(
            columns,
            rules,
            tuple(order_key) if len(order_key) == len(self.order_key) else (),
            {key: by_fold[fold(name)][0] for key, name in self.times.items() if fold(name) in by_fold},
        )

    def _customer_rules(self, by_fold: Mapping[str, list[str]]) -> tuple[CustomerRule, ...]:
        found = []
        for rule in self.customer:
            columns = tuple(
                name if name.startswith(_OF_KEY) else by_fold[fold(name)][0]
                for name in rule.columns
                if name.startswith(_OF_KEY) or fold(name) in by_fold
            )
            if columns and (rule.kind == "text" or self.phone_policy == "identity"):
                found.append(CustomerRule(rule.kind, columns))
        return tuple(found)
