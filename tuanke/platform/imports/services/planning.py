"""How a file will be read: what was asked for, else what is remembered for its header, else what is recognised.

The readers load Arrow; they are imported where a file is really read, so that pages do not carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tuanke.platform.accounts.domain.masking import mask_numbers
from tuanke.platform.imports.services import mappings

if TYPE_CHECKING:
    from tuanke.kit.files.keys import ColumnMap
    from tuanke.kit.files.orders import OrderFile
    from tuanke.kit.files.preset import Preset
    from tuanke.kit.files.preview import ColumnPreview
    from tuanke.kit.files.sheet import Sheet
    from tuanke.platform.imports.models import ImportBatch

KIND = "orders"


@dataclass(frozen=True)
class Reading:
    """A settled reading of an order file."""

    file: "OrderFile"
    mapping: Mapping[str, str]  # as asked for or remembered; empty: the preset's own
    source: str

    @property
    def preset(self) -> "Preset":
        return self.file.preset


def settle(path: Path, *, mapping: Mapping[str, str], preset: str, source: str) -> Reading:
    """Decide how to read the file. Raises FileRefused when that leaves a required key without a column."""
    from tuanke.kit.files.orders import read_orders

    if not mapping and not preset:
        known = mappings.recall(header=guess(path).sheet.header, kind=KIND)
        if known is not None:
            mapping, source = known.mapping, source or known.source
    file = read_orders(path, mapping=mapping or None, preset=preset or None)
    return Reading(file=file, mapping=mapping, source=source or file.preset.platform)


@dataclass(frozen=True)
class Guess:
    """What a file looks like before anybody said how to read it."""

    sheet: "Sheet"
    preset: "Preset"
    columns: "ColumnMap"

    def previews(self) -> "tuple[ColumnPreview, ...]":
        from tuanke.kit.files.preview import preview

        return preview(self.sheet, self.preset, self.columns)


def guess(path: Path) -> Guess:
    """Raises FileRefused when the file is no table at all."""
    from tuanke.kit.files.formats import open_source
    from tuanke.kit.files.limits import DEFAULT_LIMITS
    from tuanke.kit.files.plan import Plan, automap
    from tuanke.kit.files.sheet import open_sheet

    open_source(path, DEFAULT_LIMITS)
    sheet = open_sheet(path, Plan().score)
    preset, columns = automap(sheet.header)
    return Guess(sheet, preset, columns)


@dataclass(frozen=True)
class Sample:
    """The first rows as they would be taken, and the share of them that would be refused."""

    rows: list[dict[str, Any]]
    looked_at: int
    refused: int
    reasons: dict[str, int]


def sample(path: Path, batch: "ImportBatch", size: int = 8) -> Sample:
    """What the settled reading makes of the file's first chunk. Raises FileRefused."""
    from tuanke.kit.files.orders import read_orders

    file = read_orders(
        path, mapping=batch.mapping or None, preset=batch.preset or None, tz=settings.TIME_ZONE
    )
    first = next(file.batches())
    columns = ("line", "customer_id", "customer_name", "organization", "ordered_at", "product", "amount")
    return Sample(
        rows=[
            {**row, "customer_id": mask_numbers(row["customer_id"])}
            for row in first.table.select(columns).slice(0, size).to_pylist()
        ],
        looked_at=first.rows,
        refused=first.rejects.num_rows,
        reasons={row["values"]: row["counts"] for row in first.rejects["code"].value_counts().to_pylist()},
    )
