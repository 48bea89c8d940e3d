"""How a file will be read: what was asked for, else what is remembered for its header, else what is recognised.

The readers load Arrow; they are imported where a file is really read, so that pages do not carry it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tuanke.kit.files.refusal import FileRefused
from tuanke.platform.accounts.domain.masking import mask_numbers
from tuanke.platform.imports.services import mappings, receiving

if TYPE_CHECKING:
    from tuanke.kit.files.contact_batch import ContactBatch
    from tuanke.kit.files.contacts import ContactFile
    from tuanke.kit.files.keys import ColumnMap
    from tuanke.kit.files.order_schema import OrderBatch
    from tuanke.kit.files.orders import OrderFile
    from tuanke.kit.files.preset import Preset
    from tuanke.kit.files.preview import ColumnPreview
    from tuanke.kit.files.sheet import Sheet
    from tuanke.platform.imports.models import ImportBatch

DEFAULT = "orders"


@dataclass(frozen=True)
class Reading:
    """A settled reading of a file. `mapping` is as asked for or remembered; empty: the preset's own."""

    file: "OrderFile | ContactFile"
    kind: str
    mapping: Mapping[str, str]
    source: str

    @property
    def preset(self) -> "Preset":
        return self.file.preset


def settle(
    path: Path,
    *,
    mapping: Mapping[str, str],
    preset: str,
    source: str,
    kind: str = "",
    companion: Path | None = None,
) -> Reading:
    """Decide how to read the file. Raises FileRefused when that leaves a required key without a column.

    `kind` is orders or contacts; left empty, the preset or the header tells it.
    """
    kind = kind or _kind(path, preset)
    if not mapping and not preset:
        known = mappings.recall(header=guess(path, kind).sheet.header, kind=kind)
        if known is not None:
            mapping, source = known.mapping, source or known.source
    if kind == "contacts":
        file: OrderFile | ContactFile = _open_contacts(path, mapping, preset)
    else:
        file = _open_orders(path, mapping, preset, companion)
    return Reading(file=file, kind=kind, mapping=mapping, source=source or file.preset.platform)


def open_orders(batch: "ImportBatch") -> "OrderFile":
    """The batch's file of orders, read as was settled. Raises FileRefused."""
    return _open_orders(
        receiving.source_path(batch), batch.mapping, batch.preset, receiving.companion_path(batch)
    )


def open_contacts(batch: "ImportBatch") -> "ContactFile":
    """The batch's list of contacts, read as was settled. Raises FileRefused."""
    return _open_contacts(receiving.source_path(batch), batch.mapping, batch.preset)


def _open_orders(path: Path, mapping: Mapping[str, str], preset: str, companion: Path | None) -> "OrderFile":
    from tuanke.kit.files.orders import read_orders

    return read_orders(
        path, mapping=mapping or None, preset=preset or None, companion=companion, tz=settings.TIME_ZONE
    )


def _open_contacts(path: Path, mapping: Mapping[str, str], preset: str) -> "ContactFile":
    from tuanke.kit.files.contacts import read_contacts

    return read_contacts(path, mapping=mapping or None, preset=preset or None, tz=settings.TIME_ZONE)


def _kind(path: Path, preset: str) -> str:
    from tuanke.kit.files.preset_files import named_preset

    kind = named_preset(preset).kind if preset else guess(path).kind
    return "contacts" if kind == "contacts" else DEFAULT


@dataclass(frozen=True)
class Guess:
    """What a file looks like before anybody said how to read it."""

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


@dataclass(frozen=True)
class Sample:
    """The first rows as they would be taken, and the share of them that would be refused."""

    rows: list[dict[str, Any]]
    looked_at: int
    refused: int
    reasons: dict[str, int]


SHOWN = {
    "orders": ("line", "customer_id", "customer_name", "organization", "ordered_at", "product", "amount"),
    "contacts": (
        "line",
        "customer_id",
        "customer_name",
        "organization",
        "nickname",
        "phone",
        "province",
        "city",
    ),
}


def sample(batch: "ImportBatch", size: int = 8) -> Sample:
    """What the settled reading makes of the file's first chunk. Raises FileRefused."""
    batches: Iterator[OrderBatch | ContactBatch] = (
        open_contacts(batch).batches() if batch.kind == "contacts" else open_orders(batch).batches()
    )
    first = next(batches)
    rows = first.table.select(SHOWN[batch.kind]).slice(0, size).to_pylist()
    return Sample(
        rows=[{name: _masked(value) for name, value in row.items()} for row in rows],
        looked_at=first.rows,
        refused=first.rejects.num_rows,
        reasons={row["values"]: row["counts"] for row in first.rejects["code"].value_counts().to_pylist()},
    )


def _masked(value: Any) -> Any:
    return mask_numbers(value) if isinstance(value, str) else value
