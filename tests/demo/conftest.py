from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.demo import reading
from tests.demo.reading import Row
from tuanke.config.demo.files import DemoFile, write_files

TODAY = date(2026, 11, 21)
CUSTOMERS = 2_000


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> list[DemoFile]:
    return write_files(tmp_path_factory.mktemp("demo"), today=TODAY, customers=CUSTOMERS)


@pytest.fixture(scope="session")
def youzan_paths(demo_files: list[DemoFile]) -> list[Path]:
    return [file.path for file in demo_files if file.source == "youzan"]


@pytest.fixture(scope="session")
def orders(youzan_paths: list[Path]) -> list[Row]:
    return [row for path in youzan_paths for row in reading.read(path)]


@pytest.fixture(scope="session")
def bulk(demo_files: list[DemoFile]) -> list[Row]:
    (path,) = (file.path for file in demo_files if file.source == "bulk")
    return reading.read(path)


@pytest.fixture(scope="session")
def products(demo_files: list[DemoFile]) -> list[Row]:
    (path,) = (file.path for file in demo_files if file.kind == "products")
    return reading.read(path)


@pytest.fixture(scope="session")
def costs(products: list[Row]) -> dict[str, Decimal]:
    return {row["商品名称"]: Decimal(row["成本"]) for row in products}
