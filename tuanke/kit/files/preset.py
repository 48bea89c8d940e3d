"""Presets: what is known about the export files of one platform, one TOML file per version.

The files are data in `presets/`. `fingerprint` tells a platform's file by its headers, never by its name.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from tuanke.kit.files.headers import SCAN_ROWS, fold
from tuanke.kit.files.keys import ORDER_KEYS, ColumnMap, CustomerRule
from tuanke.kit.files.refusal import FileRefused

GENERIC = "generic-orders"
UNMISTAKABLE = ("customer_id", "ordered_at", "amount", "order_id")

MoneyPolicy = Literal["sum_lines", "first_row", "every_row"]
PhonePolicy = Literal["identity", "contact_only"]
StatusCode = Literal["valid", "excluded"]

_REPEATED = re.compile(r"__[0-9]+$")  # how a repeated header was made unique


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

    `order_key` are columns that together name an order where one alone does not. `fill_down` are keys whose
    blank cells repeat the cell above. `items_pattern` cuts a cell that lists several goods into `name` and
    `quantity`. `tz` is empty for the business zone; `day_first` settles 8/9/2026.
    """

    id: str
    platform: str
    version: str
    label: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]]
    evidence: str
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
    phone_policy: PhonePolicy = "contact_only"
    customer: tuple[CustomerRule, ...] = ()
    status_map: Mapping[str, StatusCode] = field(default_factory=dict)

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
        return ColumnMap(columns, rules, tuple(order_key) if len(order_key) == len(self.order_key) else ())

    def _customer_rules(self, by_fold: Mapping[str, list[str]]) -> tuple[CustomerRule, ...]:
        found = []
        for rule in self.customer:
            columns = tuple(by_fold[fold(name)][0] for name in rule.columns if fold(name) in by_fold)
            if columns and (rule.kind == "text" or self.phone_policy == "identity"):
                found.append(CustomerRule(rule.kind, columns))
        return tuple(found)


@cache
def all_presets() -> Mapping[str, Preset]:
    """Every preset by id. Raises ValueError naming the file and the fault of one that is not right."""
    presets = {}
    for file in sorted(resources.files(__package__).joinpath("presets").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            try:
                preset = load_preset(tomllib.loads(file.read_text("utf-8")))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"preset {file.name}: {error}") from error
            presets[preset.id] = preset
    return presets


def named_preset(name: str) -> Preset:
    try:
        return all_presets()[name]
    except KeyError:
        raise FileRefused("unknown_preset", preset=name, presets=tuple(all_presets())) from None


def detect(headers: Sequence[str]) -> Preset | None:
    """The preset with the most telling fingerprint among those that fit."""
    folded = frozenset(map(fold, headers))
    fitting = [preset for preset in all_presets().values() if preset.fingerprint.fits(folded)]
    return max(fitting, key=lambda preset: len(preset.fingerprint.all), default=None)


def load_preset(data: dict[str, Any]) -> Preset:
    """A preset from its TOML. Raises TypeError, KeyError or ValueError for what the schema does not know."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    values["fingerprint"] = Fingerprint(
        **{how: frozenset(map(fold, names)) for how, names in data.get("fingerprint", {}).items()},
    )
    values["aliases"] = {key: tuple(names) for key, names in data["aliases"].items()}
    values["customer"] = tuple(
        CustomerRule(rule["kind"], tuple(rule["columns"])) for rule in data.get("customer", ())
    )
    values["status_map"] = {fold(raw): code for raw, code in data.get("status_map", {}).items()}
    preset = Preset(**values)
    _check(preset)
    return preset


def _check(preset: Preset) -> None:
    unknown = [key for key in (*preset.aliases, *preset.fill_down) if key not in ORDER_KEYS]
    if unknown:
        raise ValueError(f"unknown keys {unknown}")
    if set(preset.label) != {"zh", "en"}:
        raise ValueError("label needs zh and en")
    for value, kind in (
        (preset.money_policy, MoneyPolicy),
        (preset.phone_policy, PhonePolicy),
        *((code, StatusCode) for code in preset.status_map.values()),
        *((rule.kind, Literal["phone", "text"]) for rule in preset.customer),
    ):
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is none of {get_args(kind)}")
