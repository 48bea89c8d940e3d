"""Test plugin (loaded by `-p`): the tests' own data directory and embedded PostgreSQL.

Set before Django reads its settings. With DATABASE_URL set, that server is used instead.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tuanke.config.postgres import EmbeddedPostgres

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["TUANKE_DATA"] = tempfile.mkdtemp(prefix="tuanke-tests-")
    os.environ["TUANKE_TESTING"] = "1"


server = pytest.StashKey[EmbeddedPostgres]()


def pytest_configure(config: pytest.Config) -> None:
    if _is_main(config) and "DATABASE_URL" not in os.environ:
        config.stash[server] = EmbeddedPostgres(Path(os.environ["TUANKE_DATA"]), durable=False)
        config.stash[server].start()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _is_main(config):
        if server in config.stash:
            config.stash[server].stop()
        shutil.rmtree(os.environ["TUANKE_DATA"], ignore_errors=True)


def _is_main(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")
