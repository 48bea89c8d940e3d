import os
from collections.abc import Iterator
from pathlib import Path

import ibis
import pytest
from ibis.backends import BaseBackend

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def duck() -> Iterator[BaseBackend]:
    """DuckDB in memory; one thread, for the tables here are tiny."""
    connection = ibis.duckdb.connect(threads=1)
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets; SHARED_DATA, else beside the repository."""
    folder = Path(os.environ.get("SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public data sets at {folder}; SHARED_DATA names their folder")
    return folder
