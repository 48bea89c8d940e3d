"""A deployment of one's own for a benchmark: an embedded PostgreSQL in a temporary folder, and Django on it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuanke.config import deployment, environment


@contextmanager
def empty_shop() -> Iterator[Path]:
    """The data directory; to be entered once in a process, because Django is set up once."""
    with tempfile.TemporaryDirectory(prefix="tkb-") as folder:
        os.environ.update(TUANKE_DATA=folder, DJANGO_SETTINGS_MODULE="tuanke.config.settings")
        database = deployment.Database(environment.read())
        database.start()
        try:
            deployment.prepare_schema()
            yield Path(folder)
        finally:
            database.stop()
