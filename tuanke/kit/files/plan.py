"""Which preset and which columns a file is read by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tuanke.kit.files.contact_keys import CONTACT_KEYS, missing_for_contacts
from tuanke.kit.files.headers import SCAN_ROWS, fold
from tuanke.kit.files.keys import (
    ORDER_KEYS,
    PRICED,
    ColumnMap,
    check_keys,
    close_names,
    columns_named,
    is_by_number,
    parse_map,
)
from tuanke.kit.files.kinds import kind_of, refuse_other
from tuanke.kit.files.limits import Limits
from tuanke.kit.files.preset import FileKind, Preset
from tuanke.kit.files.preset_files import GENERIC, GENERIC_CONTACTS, all_presets, detect, named_preset
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.sheet import SheetOptions

CERTAIN = 1_000  # a fingerprint or a column that was asked for outweighs any number of known headers


@dataclass(frozen=True)
class Plan:
    """What the caller asked for: `entries` (key → column) and a preset, both may be missing."""

    entries: Mapping[str, str] = field(default_factory=dict)
    preset: Preset | None = None
    kind: FileKind = "orders"

    @property
    def by_number(self) -> bool:
        return is_by_number(self.entries)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return self.preset.sheet_names if self.preset else ()

    @property
    def scan_rows(self) -> int:
        return self.preset.header_scan_rows if self.preset else SCAN_ROWS

    def options(self, sheet: str | None, encoding: str | None, limits: Limits) -> SheetOptions:
        """How the file is opened; a sheet that was asked for overrules the preset's."""
        return SheetOptions(
            sheet_names=(sheet,) if sheet else self.sheet_names,
            encoding=encoding,
            headerless=self.by_number,
            scan_rows=self.scan_rows,
            limits=limits,
        )

    def score(self, cells: Sequence[str]) -> int:
        """How much a row looks like the header that is looked for."""
        generic = self._generic.recognised(cells)
        if self.entries:
            present = {fold(cell) for cell in cells}
            return CERTAIN * len(present & {fold(name) for name in self.entries.values()}) + generic
        if self.preset:
            return self.preset.recognised(cells)
        found = detect(cells)
        if found is None:
            return generic
        return CERTAIN * (len(found.fingerprint.all) if found.kind == self.kind else 1)

    def settle(self, header: Sequence[str]) -> tuple[Preset, ColumnMap]:
        """The preset and the columns. Raises FileRefused `missing_key`, `unknown_column` and others.

        Entries that name every required key are the whole mapping. Fewer amend what is recognised.
        """
        named = columns_named(self.entries, header)
        if named and not self._missing(ColumnMap(named)):
            return self.preset or self._generic, ColumnMap(named)
        if self.preset is None and not named:
            refuse_other(kind_of(header), self.kind)
        preset = self.preset or self._recognised(header)
        refuse_other(preset.kind, self.kind)
        columns = _amended(preset.column_map(header), named)
        if missing := self._missing(columns):
            raise _lacking(preset, missing, header)
        return preset, columns

    @property
    def _generic(self) -> Preset:
        return all_presets()[GENERIC_CONTACTS if self.kind == "contacts" else GENERIC]

    def _recognised(self, header: Sequence[str]) -> Preset:
        found = detect(header)
        return found if found is not None and found.kind == self.kind else self._generic

    def _missing(self, columns: ColumnMap) -> tuple[str, ...]:
        if self.kind == "contacts":
            return missing_for_contacts(columns)
        if self.kind == "details":
            return tuple(key for key in ("order_id",) if key not in columns.columns)
        return columns.missing()


def make_plan(mapping: str | Mapping[str, str] | None, preset: str | None, kind: FileKind = "orders") -> Plan:
    """Raises FileRefused for a key or a preset that does not exist."""
    entries = parse_map(mapping) if isinstance(mapping, str) else dict(mapping or {})
    check_keys(entries, CONTACT_KEYS if kind == "contacts" else ORDER_KEYS)
    return Plan(entries, named_preset(preset) if preset else None, kind)


def _lacking(preset: Preset, missing: tuple[str, ...], header: Sequence[str]) -> FileRefused:
    """A platform's own layout that lacks something cannot be helped by looking for a column."""
    if preset.fingerprint.fits(frozenset(map(fold, header))):
        if missing == ("customer_id",):
            return FileRefused("no_buyer", preset=preset.id, label=preset.label, header=tuple(header))
        return FileRefused("export_lacks", preset=preset.id, label=preset.label, keys=missing)
    near = {key: found for key in missing if (found := _nearest(preset, key, header))}
    return FileRefused("missing_key", keys=missing, header=tuple(header), near=near)


def _nearest(preset: Preset, key: str, header: Sequence[str]) -> tuple[str, ...]:
    """Headers that look like one of the key's names, the best first."""
    found = [name for alias in preset.aliases.get(key, ()) for name in close_names(alias, header)]
    return tuple(dict.fromkeys(found))[:3]


def _amended(found: ColumnMap, named: Mapping[str, str]) -> ColumnMap:
    columns = {**found.columns, **named}
    if "amount" not in named and all(key in named for key in PRICED):
        columns.pop("amount", None)
    return replace(
        found,
        columns=columns,
        customer=() if "customer_id" in columns else found.customer,
        order_key=() if "order_id" in named else found.order_key,
        times={key: column for key, column in found.times.items() if key not in named},
    )


def automap(header: Sequence[str], kind: FileKind = "orders") -> tuple[Preset, ColumnMap]:
    """What is recognised in a header of this kind, complete or not."""
    found = detect(header)
    generic = all_presets()[GENERIC_CONTACTS if kind == "contacts" else GENERIC]
    preset = found if found is not None and found.kind == kind else generic
    return preset, preset.column_map(header)
