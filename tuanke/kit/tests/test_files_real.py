"""The public Online Retail and CDNOW files, where they are present."""

import os
from decimal import Decimal
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tuanke.kit.files.orders import read_orders

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))


def shared(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not among the shared data sets (SHARED_DATA)")
    return path


def test_online_retail_adds_up_exactly() -> None:
    path = shared("online_retail/online_retail.parquet")
    table = pq.read_table(path, columns=["CustomerID", "Quantity", "UnitPrice"])
    known = table.filter(table["CustomerID"].is_valid())
    expected = sum(
        quantity * Decimal(repr(price))
        for quantity, price in zip(known["Quantity"].to_pylist(), known["UnitPrice"].to_pylist(), strict=True)
    )
    keys = "customer_id=CustomerID,ordered_at=InvoiceDate,order_id=InvoiceNo"
    mapping = f"{keys},quantity=Quantity,unit_price=UnitPrice"
    rows, total, codes, lines = 0, Decimal(0), set(), 0
    for batch in read_orders(path, mapping=mapping).batches():
        rows += batch.rows
        lines += batch.valid_rows
        total += pc.sum(batch.table["amount"]).as_py()
        codes |= set(batch.rejects["code"].to_pylist())
    assert (rows, lines, codes) == (541_909, 541_909 - 135_080, {"customer_blank"})
    assert total == expected


def test_online_retail_is_recognised_without_a_map() -> None:
    opened = read_orders(shared("online_retail/online_retail.parquet"))
    assert opened.columns.columns["customer_id"] == "CustomerID"
    assert opened.columns.columns["order_id"] == "InvoiceNo"


def test_cdnow_adds_up() -> None:
    path = shared("cdnow/CDNOW_master.txt.gz")
    tables = [batch.table for batch in read_orders(path, mapping="amount=dollar_value").batches()]
    assert sum(table.num_rows for table in tables) == 69_659
    assert sum(pc.sum(table["amount"]).as_py() for table in tables) == Decimal("2500315.63")
