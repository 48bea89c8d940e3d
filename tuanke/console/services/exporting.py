"""The customer list as it is seen, in a file: the same rows, order, columns and masks. Every export is on record."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction

from tuanke.console.selectors.customer_cells import day_of, in_words
from tuanke.console.selectors.customer_columns import NAME, Column
from tuanke.console.selectors.customer_filters import in_words as choices_in_words
from tuanke.console.selectors.customer_list import CustomerList
from tuanke.customers.services.contacts import cipher
from tuanke.kit.files.writing import WRITERS
from tuanke.kit.money import from_fen
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.audit.services import trail

AT_A_TIME = 2_000
Report = Callable[[int, int], None]


class ReasonMissingError(ValueError):
    """Numbers in the clear leave only with a reason."""


@dataclass(frozen=True)
class Export:
    """`reason` is given where numbers are wanted in the clear."""

    listed: CustomerList
    format: str  # one of WRITERS
    with_numbers: bool = False
    reason: str = ""

    @property
    def shows_numbers(self) -> bool:
        return self.with_numbers and self.listed.viewer.may(Permission.CONTACTS_REVEAL)


@dataclass
class _Writing:
    """What the cells of one export need: whose numbers may be seen, and the day it is."""

    export: Export
    today: date
    open_to: set[int] = field(default_factory=set)


@transaction.atomic
def put_on_record(export: Export, *, by: int, at: datetime) -> None:
    """Before anything leaves. Raises ReasonMissingError."""
    if export.shows_numbers and not export.reason.strip():
        raise ReasonMissingError
    listed = export.listed
    changes = {
        "customers": listed.everybody.count(),
        "filters": choices_in_words(list(listed.choices)),
        "searched": bool(listed.text),
        "columns": [column.key for column in listed.columns],
        "format": export.format,
        "numbers_in_the_clear": export.shows_numbers,
        "reason": export.reason.strip(),
    }
    trail.record(action="customers.exported", target=("customers", "list"), by=by, at=at, changes=changes)


def write(
    export: Export, out: BinaryIO, *, at: datetime, report: Report = lambda _done, _total: None
) -> None:
    """`report` is told how many rows of how many are written."""
    columns = [NAME, *export.listed.columns]
    header = [str(column.label) for column in columns]
    WRITERS[export.format](out, header, _rows(export, columns, day_of(at), report))


def _rows(export: Export, columns: Sequence[Column], today: date, report: Report) -> Iterator[list[Any]]:
    listed = export.listed.in_order
    numbers = listed.numbers()
    for start in range(0, len(numbers), AT_A_TIME):
        report(start, len(numbers))
        some = numbers[start : start + AT_A_TIME]
        writing = _Writing(export, today, _open_to(export, some))
        for customer in listed.rows(some):
            yield [_cell(writing, column, customer) for column in columns]
    report(len(numbers), len(numbers))


def _open_to(export: Export, customers: Sequence[int]) -> set[int]:
    """Those whose numbers the viewer may see."""
    if not export.shows_numbers:
        return set()
    rows = export.listed.among(Permission.CONTACTS_REVEAL).filter(pk__in=customers)
    return set(rows.values_list("pk", flat=True))


def _cell(writing: _Writing, column: Column, customer: Any) -> Any:
    """Numbers, money in the main unit and days as such; everything else as the screen words it."""
    value = None if column.shape == "name" else column.read(customer)
    if column.shape == "count":
        return value
    if column.shape == "money":
        return None if value is None else from_fen(value)
    if column.shape == "day":
        return None if value is None else day_of(value)
    if column.shape == "phone" and value and customer.pk in writing.open_to:
        return "、".join(cipher().decrypt(bytes(point.value)) for point in value)
    if column.shape != "name" and value in (None, "", []):
        return None
    return in_words(column, customer, writing.export.listed.viewer, writing.today)
