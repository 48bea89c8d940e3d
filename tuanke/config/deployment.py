"""One deployment: its data directory, its database, and who is running it."""

import contextlib
import errno
import fcntl
import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tuanke.config.environment import ConfigurationError, Environment
from tuanke.config.postgres import EmbeddedPostgres


def claim_data_directory(data: Path) -> None:
    """Make sure the data directory can be written. Raises ConfigurationError in one sentence."""
    probe = data / ".writable"
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"tuanke" * 1024)
        probe.unlink()
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        raise ConfigurationError(f"The data directory {data} cannot be written: {reason}.") from None


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the deployment; the operating system lets go of it even if this process is killed."""
    with (data / "tuanke.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ConfigurationError(f"Tuanke is already running on {data}.") from None
        os.register_at_fork(after_in_child=lock.close)  # what outlives us does not hold it
        yield


class Database:
    """The deployment's PostgreSQL: embedded, or the server DATABASE_URL names."""

    def __init__(self, settings: Environment) -> None:
        self.embedded = None if settings.database_url else EmbeddedPostgres(settings.data)
        self._url = settings.database_url

    def start(self) -> bool:
        """Make the database answer; True if this call started it."""
        if self.embedded:
            return self.embedded.start()
        self._check_server()
        return False

    def is_down(self) -> bool:
        return self.embedded is not None and self.embedded.pid() is None

    def stop(self) -> None:
        if self.embedded:
            self.embedded.stop()

    def _check_server(self) -> None:
        try:
            with psycopg.connect(self._url or "", connect_timeout=5):
                return
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
            raise ConfigurationError(f"DATABASE_URL cannot be reached: {reason}") from None


@contextlib.contextmanager
def borrowed_database(settings: Environment) -> Iterator[None]:
    """The database for one command: the running deployment's, else started now and stopped afterwards."""
    claim_data_directory(settings.data)
    database = Database(settings)
    started = database.start()
    try:
        prepare_schema()
        _speak_as_the_terminal()
        yield
    finally:
        if started:
            database.stop()


def _speak_as_the_terminal() -> None:
    from django.utils import translation

    translation.activate("zh-hans" if os.environ.get("LANG", "").startswith("zh") else "en")


def prepare_schema() -> None:
    """Bring the schema up to date; two starting at once wait for each other."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7002)")
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        call_command("migrate", verbosity=0, interactive=False)
        cursor.execute("RESET lock_timeout; RESET statement_timeout; SELECT pg_advisory_unlock(7002)")
    let_go_of_database()


def load_application() -> None:
    """Everything that pages and jobs need, for processes that are then forked from this one."""
    importlib.import_module("tuanke.config.wsgi")
    let_go_of_database()


def let_go_of_database() -> None:
    """No connection is left, nor a thread that looks after one."""
    from django.db import connection

    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
