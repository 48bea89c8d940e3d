"""What stories share: jobs that really run, and sentences as the shop reads them."""

import asyncio
import logging
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext
from procrastinate.contrib.django import app
from pytest_django import DjangoDbBlocker

from tests import personas
from tuanke.facts.services.store import open_store
from tuanke.platform.accounts.models import Staff
from tuanke.platform.jobs.services import execution

RunJobs = Callable[[], None]
IBIS_READS_PARQUET = r"ignore:fetch_arrow_table\(\) is deprecated:DeprecationWarning"  # its call, not ours
SignIn = Callable[[str], Client]
LONG = ("tests/browser/", "tests/faults/", "tests/commands/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that no worker is left with them when the others have nothing to do."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        item.add_marker(pytest.mark.filterwarnings(IBIS_READS_PARQUET))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A session somebody forgot to close is named and ended; it would keep the database from going."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name, state, query, pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for session in cursor.fetchall():
            warnings.warn(f"left open at the end of the tests: {session}", stacklevel=1)


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> None:
    """Kept files are named after numbers that tests at work beside each other share."""
    settings.MEDIA_ROOT = tmp_path / "kept"


@pytest.fixture
def run_jobs(transactional_db: None, caplog: pytest.LogCaptureFixture) -> Iterator[RunJobs]:
    """Do all queued work, as a worker does; nothing may be left or have failed.

    What the clock sets going stays out: it would come up in whichever test runs at that minute.
    """
    _start_afresh()

    caplog.set_level(logging.INFO, logger="procrastinate")  # why a job failed, beside the test that shows it

    def run() -> None:
        with patch.dict(app.periodic_registry.periodic_tasks, clear=True):
            asyncio.run(execution.work(app, wait=False))
        assert jobs_left() == []

    yield run
    _start_afresh()


def jobs_left() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status, attempts, args FROM procrastinate_jobs")
        return list(cursor.fetchall())


def _start_afresh() -> None:
    """The queue's tables are not Django's and the fact store is no table: nobody else empties them."""
    open_store().clear()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def colleagues(db: None) -> dict[str, Staff]:
    return personas.add_colleagues(timezone.now())


@pytest.fixture
def sign_in(colleagues: dict[str, Staff]) -> SignIn:
    """A browser in which this person of the staff is signed in."""

    def client(username: str) -> Client:
        browser = Client()
        person = Staff.objects.get(username=username)
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return browser

    return client


@pytest.fixture
def say() -> Callable[..., str]:
    """A sentence of the product in the shop's language, whether or not it is translated yet."""

    def sentence(text: str, **values: object) -> str:
        with translation.override("zh-hans"):
            return gettext(text) % values if values else gettext(text)

    return sentence
