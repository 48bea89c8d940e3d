from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.commands import shop as shops
from tests.commands.shop import Shop
from tests.commands.visitor import Visitor


@pytest.fixture
def new_shop() -> Iterator[Callable[[], Shop]]:
    """A deployment that never started."""
    with ExitStack() as stack:
        yield lambda: _closing(stack, shops.new_shop())


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A deployment that was started once and stopped: empty tables."""
    with ExitStack() as stack:
        yield _closing(stack, shops.shop_with_tables())


@pytest.fixture(scope="module")
def open_shop() -> Iterator[Shop]:
    """A deployment that runs, for every test of the module."""
    with ExitStack() as stack:
        yield _closing(stack, shops.shop_with_tables()).up()


@pytest.fixture(scope="module")
def owner(open_shop: Shop) -> Visitor:
    return open_shop.owner()


def _closing(stack: ExitStack, shop: Shop) -> Shop:
    stack.callback(shop.close)
    return shop
