"""Where a run's work can be seen and started again: the page of the room that asked for it."""

from collections.abc import Mapping

from django.urls import reverse

from tuanke.platform.jobs.models import JobRun

_pages: Mapping[str, str] = {}


def connect(pages: Mapping[str, str]) -> None:
    """Job name → address name that takes the run's uid. Called once by the wiring."""
    global _pages  # noqa: PLW0603
    _pages = pages


def find_page(run: JobRun) -> str | None:
    name = _pages.get(run.job)
    return reverse(name, args=[run.uid]) if name else None
