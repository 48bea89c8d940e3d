"""How a file will be read: what was asked for, else what is remembered for its header, else what is recognised.

The readers load Arrow; they are imported where a file is really read, so that pages do not carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tuanke.platform.imports.services import mappings, receiving
from tuanke.platform.imports.services.guessing import DEFAULT, guess

if TYPE_CHECKING:
    from tuanke.kit.files.contacts import ContactFile
    from tuanke.kit.files.orders import OrderFile
    from tuanke.kit.files.preset import Preset
    from tuanke.platform.imports.models import ImportBatch


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
