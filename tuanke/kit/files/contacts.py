"""A list of customers or contacts in canonical form: valid rows in one schema, all others with their reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tuanke.kit.files.contact_batch import ContactBatch, ContactReader
from tuanke.kit.files.contact_keys import CONTACT_KEYS
from tuanke.kit.files.keys import ColumnMap
from tuanke.kit.files.limits import DEFAULT_LIMITS, Limits
from tuanke.kit.files.order_texts import TextReader
from tuanke.kit.files.orders import BUSINESS_ZONE
from tuanke.kit.files.plan import make_plan
from tuanke.kit.files.preset import Preset
from tuanke.kit.files.probing import date_styles
from tuanke.kit.files.sheet import Sheet, open_sheet


@dataclass(frozen=True)
class ContactFile:
    """An opened list. `batches` may be called again; each call reads the file from its start."""

    sheet: Sheet
    preset: Preset
    columns: ColumnMap
    zone: str

    @property
    def header(self) -> tuple[str, ...]:
        return self.sheet.header

    @property
    def extra(self) -> tuple[str, ...]:
        """The columns that no key was found for."""
        used = set(self.columns.columns.values())
        return tuple(column for column in self.header if column not in used)

    def batches(self) -> Iterator[ContactBatch]:
        """Valid and rejected rows, a chunk at a time: every data row is in exactly one of the two.

        Raises FileRefused where damage is found further down in the file.
        """
        texts = TextReader(self.preset, self.columns)
        dated = [key for key in self.columns.columns if CONTACT_KEYS[key].type == "moment"]
        styles = date_styles(self.sheet, self.preset, self.columns, dated)
        reader = ContactReader(self.preset, self.columns, self.zone, styles, self.extra)
        for chunk in self.sheet.chunks():
            yield reader.read(texts.read(chunk))


def read_contacts(
    path: Path | str,
    *,
    mapping: str | Mapping[str, str] | None = None,
    preset: str | None = None,
    tz: str = BUSINESS_ZONE,
    sheet: str | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ContactFile:
    """Opens a list of contacts as `read_orders` opens orders; the keys are CONTACT_KEYS. Raises FileRefused."""
    plan = make_plan(mapping, preset, "contacts")
    opened = open_sheet(Path(path), plan.score, plan.options(sheet, encoding, limits))
    chosen, columns = plan.settle(opened.header)
    return ContactFile(opened, chosen, columns, tz)
