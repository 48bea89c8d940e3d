"""PostgreSQL killed while one of its processes lives on: the next start waits for that one to end."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tuanke.config import postgres
from tuanke.config.environment import ConfigurationError
from tuanke.config.postgres import EmbeddedPostgres

LIVES_ON = 2.0  # seconds


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    home = Path(tempfile.mkdtemp(prefix="tuanke-crash-"))
    started = EmbeddedPostgres(home, durable=False)
    started.start()
    yield started
    started.stop()
    shutil.rmtree(home)


def crash(server: EmbeddedPostgres) -> int:
    """Kill the server and hold one of its backends, as one busy with a long computation would be; gives its pid."""
    connection = psycopg.connect(server.url)
    backend = connection.info.backend_pid
    os.kill(backend, signal.SIGSTOP)
    postmaster = server.pid()
    assert postmaster is not None
    os.kill(postmaster, signal.SIGKILL)
    server._wait_until_gone(postmaster, 5)
    connection.close()
    return backend


def test_the_next_start_waits_for_the_last_backend(server: EmbeddedPostgres) -> None:
    backend = crash(server)
    end = threading.Timer(LIVES_ON, os.kill, (backend, signal.SIGKILL))
    end.start()

    assert server.start()

    end.join()
    assert postgres.STILL_IN_USE in server.log.read_text(), "otherwise nothing was waited for"
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_backend_that_does_not_end_is_named_in_the_refusal(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A positive control: without waiting the start fails."""
    monkeypatch.setattr(postgres, "CRASH_SECONDS", 0)
    backend = crash(server)

    with pytest.raises(ConfigurationError, match=postgres.STILL_IN_USE):
        server.start()

    os.kill(backend, signal.SIGKILL)


def test_any_other_reason_is_told_at_once(server: EmbeddedPostgres) -> None:
    server.stop()
    settings = server.cluster / "postgresql.auto.conf"
    settings.write_text("no_such_setting = 1\n")

    with pytest.raises(ConfigurationError, match=r"no_such_setting|configuration"):
        server.start()

    settings.write_text("")
