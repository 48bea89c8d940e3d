"""What people type into addresses and forms, read."""

from datetime import date
from uuid import UUID

from django.utils.dateparse import parse_date

DIGITS = 9  # of a number somebody types; longer ones overflow a column, or cost time to read


def typed_integer(text: str) -> int | None:
    """A whole number from 0 on; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def typed_uid(text: str) -> UUID | None:
    """The uid of something; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def typed_day(text: str) -> date | None:
    """A day such as 2026-06-30; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:  # such as 30 February
        return None
