from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.commands.orders import write_orders
from tests.commands.shop import Shop, shop_with_tables
from tests.faults.outcome import Outcome, outcome

if TYPE_CHECKING:
    from tests.commands.visitor import Visitor

CUSTOMERS, ORDERS, SPOILED = 400, 4_000, 5


class Stage:
    """One running deployment; each test imports the same file into it under a source of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.shop: Shop = shop_with_tables()
        self._visitor: Visitor | None = None

    def import_as(self, source: str) -> None:
        assert self._visitor is not None
        self._visitor.import_file(self.file, source)

    def outcome(self, source: str) -> Outcome:
        with self.shop.connect() as connection:
            return outcome(connection, source)

    def make_ready(self) -> None:
        """The deployment as it was left; a new one where a test left it broken."""
        if self._visitor is not None and self.shop.status("/readyz") == 200:
            return
        self.shop.close()
        self.shop = shop_with_tables().up()
        self._visitor = self.shop.owner()


@pytest.fixture(scope="package")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    file = tmp_path_factory.mktemp("faults") / "orders.csv"
    stage = Stage(write_orders(file, customers=CUSTOMERS, orders=ORDERS, spoiled=SPOILED))
    yield stage
    stage.shop.close()


@pytest.fixture
def stage(opened: Stage) -> Stage:
    opened.make_ready()
    return opened


@pytest.fixture(scope="package")
def undisturbed(opened: Stage) -> Outcome:
    """What the file makes of a shop when nothing goes wrong."""
    opened.make_ready()
    opened.import_as("undisturbed")
    opened.shop.wait_until_quiet()
    return opened.outcome("undisturbed")
