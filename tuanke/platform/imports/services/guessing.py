"""What a file looks like before anybody said how to read it.

The readers load Arrow; they are imported where a file is really read, so that pages do not carry it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tuanke.kit.files.refusal import FileRefused

if TYPE_CHECKING:
    from tuanke.kit.files.keys import ColumnMap
    from tuanke.kit.files.preset import Preset
    from tuanke.kit.files.preview import ColumnPreview
    from tuanke.kit.files.sheet import Sheet

DEFAULT = "orders"


@dataclass(frozen=True)
class Guess:
    """The sheet, its kind, and which of its columns is which."""

    sheet: "Sheet"
    kind: str
    preset: "Preset"
    columns: "ColumnMap"

    @property
    def is_certain(self) -> bool:
        """A platform's own layout."""
        return bool(self.preset.fingerprint.all)

    def previews(self) -> "tuple[ColumnPreview, ...]":
        from tuanke.kit.files.preview import preview

        return preview(self.sheet, self.preset, self.columns)


def guess(path: Path, kind: str = "") -> Guess:
    """`kind` as far as it is known. Raises FileRefused when the file is no table at all."""
    from tuanke.kit.files.formats import open_source
    from tuanke.kit.files.kinds import kind_of
    from tuanke.kit.files.limits import DEFAULT_LIMITS
    from tuanke.kit.files.plan import Plan, automap
    from tuanke.kit.files.sheet import open_sheet

    open_source(path, DEFAULT_LIMITS)
    sheet = open_sheet(path, Plan(kind="contacts" if kind == "contacts" else "orders").score)
    found = kind or kind_of(sheet.header) or DEFAULT
    if found == "details":
        raise FileRefused("is_details_file")
    if found == "contacts" and not kind:
        return guess(path, "contacts")
    preset, columns = automap(sheet.header, "contacts" if found == "contacts" else "orders")
    return Guess(sheet, found, preset, columns)


def order_of_pair(first: Path, second: Path) -> tuple[int, int]:
    """(index of the orders, index of their details) of two files. Raises FileRefused `not_a_pair`."""
    from tuanke.kit.files.kinds import pair
    from tuanke.kit.files.plan import Plan
    from tuanke.kit.files.sheet import open_sheet

    found = pair(*(open_sheet(path, Plan().score).header for path in (first, second)))
    if found is None:
        raise FileRefused("not_a_pair")
    return found
