from collections.abc import Iterator

import pytest

from tuanke.facts.services.store import open_store


@pytest.fixture(autouse=True)
def empty_store() -> Iterator[None]:
    open_store().clear()
    yield
    open_store().clear()
