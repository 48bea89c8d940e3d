"""What a run is called, and where its work can be seen and started again: the page of the room that asked."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise

from tuanke.platform.jobs.models import JobRun

_pages: Mapping[str, str] = {}
_names: Mapping[str, Promise] = {}


def connect(pages: Mapping[str, str], names: Mapping[str, Promise]) -> None:
    """By job: the name of the address that takes the run's uid, and a name to read. Called once by the wiring."""
    global _pages, _names
    _pages, _names = pages, names


def name_of(run: JobRun) -> str:
    return str(_names.get(run.job, run.job))


def find_page(run: JobRun) -> str | None:
    name = _pages.get(run.job)
    return reverse(name, args=[run.uid]) if name else None
