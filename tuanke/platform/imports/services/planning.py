"""How a file will be read: what was asked for, else what is remembered for its header, else what is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tuanke.kit.files.formats import open_source
from tuanke.kit.files.keys import ColumnMap
from tuanke.kit.files.limits import DEFAULT_LIMITS
from tuanke.kit.files.orders import OrderFile, read_orders
from tuanke.kit.files.plan import Plan, automap
from tuanke.kit.files.preset import Preset
from tuanke.kit.files.preview import ColumnPreview, preview
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.sheet import Sheet, open_sheet
from tuanke.platform.imports.services import mappings

KIND = "orders"


@dataclass(frozen=True)
class Reading:
    """A settled reading of an order file."""

    file: OrderFile
    mapping: Mapping[str, str]  # as asked for or remembered; empty: the preset's own
    source: str

    @property
    def preset(self) -> Preset:
        return self.file.preset


def settle(path: Path, *, mapping: Mapping[str, str], preset: str, source: str) -> Reading:
    """Decide how to read the file. Raises FileRefused when that leaves a required key without a column."""
    if not mapping and not preset:
        known = mappings.recall(header=guess(path).sheet.header, kind=KIND)
        if known is not None:
            mapping, source = known.mapping, source or known.source
    file = read_orders(path, mapping=mapping or None, preset=preset or None)
    return Reading(file=file, mapping=mapping, source=source or file.preset.platform)


@dataclass(frozen=True)
class Guess:
    """What a file looks like before anybody said how to read it."""

    sheet: Sheet
    preset: Preset
    columns: ColumnMap

    def previews(self) -> tuple[ColumnPreview, ...]:
        return preview(self.sheet, self.preset, self.columns)


def guess(path: Path) -> Guess:
    """Raises FileRefused when the file is no table at all."""
    open_source(path, DEFAULT_LIMITS)
    sheet = open_sheet(path, Plan().score)
    preset, columns = automap(sheet.header)
    return Guess(sheet, preset, columns)


__all__ = ["FileRefused", "Guess", "Reading", "guess", "settle"]
