"""Which preset and which columns a file is read by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tuanke.kit.files.headers import SCAN_ROWS, fold
from tuanke.kit.files.keys import PRICED, ColumnMap, check_keys, columns_named, is_by_number, parse_map
from tuanke.kit.files.preset import GENERIC, Preset, all_presets, detect, named_preset
from tuanke.kit.files.refusal import FileRefused

CERTAIN = 1_000  # a fingerprint or a column that was asked for outweighs any number of known headers


@dataclass(frozen=True)
class Plan:
    """What the caller asked for: `entries` (key → column) and a preset, both may be missing."""

    entries: Mapping[str, str] = field(default_factory=dict)
    preset: Preset | None = None

    @property
    def by_number(self) -> bool:
        return is_by_number(self.entries)

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return self.preset.sheet_names if self.preset else ()

    @property
    def scan_rows(self) -> int:
        return self.preset.header_scan_rows if self.preset else SCAN_ROWS

    def score(self, cells: Sequence[str]) -> int:
        """How much a row looks like the header that is looked for."""
        generic = all_presets()[GENERIC].recognised(cells)
        if self.entries:
            present = {fold(cell) for cell in cells}
            return CERTAIN * len(present & {fold(name) for name in self.entries.values()}) + generic
        if self.preset:
            return self.preset.recognised(cells)
        found = detect(cells)
        return CERTAIN * len(found.fingerprint.all) if found else generic

    def settle(self, header: Sequence[str]) -> tuple[Preset, ColumnMap]:
        """The preset and the columns. Raises FileRefused `missing_key`, `unknown_column` and others.

        Entries that name every required key are the whole mapping. Fewer amend what is recognised.
        """
        named = columns_named(self.entries, header)
        generic = all_presets()[GENERIC]
        if named and not ColumnMap(named).missing():
            return self.preset or generic, ColumnMap(named)
        preset = self.preset or detect(header) or generic
        columns = _amended(preset.column_map(header), named)
        if missing := columns.missing():
            raise FileRefused("missing_key", keys=missing, header=tuple(header))
        return preset, columns


def make_plan(mapping: str | Mapping[str, str] | None, preset: str | None) -> Plan:
    """Raises FileRefused for a key or a preset that does not exist."""
    entries = parse_map(mapping) if isinstance(mapping, str) else dict(mapping or {})
    check_keys(entries)
    return Plan(entries, named_preset(preset) if preset else None)


def _amended(found: ColumnMap, named: Mapping[str, str]) -> ColumnMap:
    columns = {**found.columns, **named}
    if "amount" not in named and all(key in named for key in PRICED):
        columns.pop("amount", None)
    rules = () if "customer_id" in columns else found.customer
    return ColumnMap(columns, rules, () if "order_id" in named else found.order_key)


def automap(header: Sequence[str]) -> tuple[Preset, ColumnMap]:
    """What is recognised in a header, complete or not."""
    preset = detect(header) or all_presets()[GENERIC]
    return preset, preset.column_map(header)
