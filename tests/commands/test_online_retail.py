"""A real export of half a million rows. Where it lies: SHARED_DATA, else beside the repository."""

import os
from pathlib import Path

import pytest

from tests.commands.shop import Shop
from tests.commands.static import ROOT
from tests.commands.test_import import counts

DATA = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
FILE = DATA / "online_retail" / "online_retail.parquet"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the public data sets are not here (SHARED_DATA)")


def test_every_row_of_online_retail_is_accounted_for_and_the_second_time_unchanged(shop: Shop) -> None:
    assert counts(shop.run("import", FILE)) == (406_829, 0, 0, 135_080)
    assert counts(shop.run("import", FILE)) == (0, 0, 406_829, 135_080)

    with shop.database():
        assert shop.fetch("SELECT count(*) FROM customers_customer") == (4_372,)
        assert shop.fetch("SELECT count(*) FROM classes_customerclass") == (4_372,)
