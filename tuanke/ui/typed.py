"""What people type into addresses and forms, read."""

from datetime import date

from django.utils.dateparse import parse_date


def typed_day(text: str) -> date | None:
    """A day such as 2026-06-30; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:  # such as 30 February
        return None
