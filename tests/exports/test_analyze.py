"""`tuanke analyze` over every platform's export, and over the public files where they are present."""

import csv
import gzip
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.commands.static import ROOT
from tests.exports.index import EXPORTS
from tuanke.analyze.tests.files import run
from tuanke.analyze.tests.recount import Row, recount

DATA = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")

# One of each sort: rows refused and left out, refunds, several lines an order, groups, workbooks, in English.
# That every one of them is read to the fen: test_exports.
SORTS = (
    "taobao-orders-classic",
    "tmall-orders-composite",
    "pdd-orders-2019",
    "qjl-orders-lines",
    "ktt-orders-13",
    "youzan-orders-60",
    "shopify-orders",
    "square-items",
)


@pytest.mark.parametrize("name", SORTS)
def test_a_platforms_export_adds_up(tmp_path: Path, name: str) -> None:
    export = EXPORTS[name]
    path = tmp_path / export.file_name
    export.write(path)

    got = run(path).summary

    assert Decimal(str(got["revenue"])) == export.revenue
    assert Decimal(str(got["refunded_besides"])) == export.refunded
    assert (got["customers"], got["orders"]) == (export.customers, export.orders)
    assert (got["rejected_rows"], got["excluded_rows"]) == (len(export.rejected), export.excluded)
    assert got["order_lines"] == export.rows - len(export.rejected) - export.excluded


def linked(tmp_path: Path, name: str) -> Path:
    """The public file from a folder that can be written beside it."""
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not among the shared data sets (SHARED_DATA)")
    path = tmp_path / Path(name).name
    path.symlink_to(DATA / name)
    return path


def test_cdnow_is_as_a_plain_count_says(tmp_path: Path) -> None:
    path = linked(tmp_path, "cdnow/CDNOW_master.txt.gz")
    with gzip.open(path, "rt") as file:
        cells = [line.split() for line in list(file)[1:]]
    rows = [
        Row(customer, date.fromisoformat(on), number, Decimal(amount))
        for number, (customer, on, _, amount) in enumerate(cells)
    ]

    got = run(path, mapping={"amount": "dollar_value"}).summary

    assert {name: got[name] for name in recount(rows, 0)} == recount(rows, 0)
    assert (got["customers"], got["revenue"], got["as_of"]) == (23_570, 2_500_315.63, "1998-06-30")
    clv = got["models"]["clv"]
    assert (clv["backtest"]["cut"], clv["backtest"]["ordered"]) == ("1998-03-31", 3_317)
    assert clv["backtest"]["gain"] > 0


def test_online_retail_is_as_a_plain_count_says(tmp_path: Path) -> None:
    path = linked(tmp_path, "online_retail/online_retail.parquet")
    names = ["CustomerID", "InvoiceDate", "InvoiceNo", "Quantity", "UnitPrice"]
    columns = [pq.read_table(path, columns=names).column(name).to_pylist() for name in names]
    known = [row for row in zip(*columns, strict=True) if row[0] is not None]
    rows = [
        Row(str(customer), at.date(), invoice, quantity * Decimal(repr(price)))
        for customer, at, invoice, quantity, price in known
    ]
    wanted = recount(rows, len(columns[0]) - len(known), date(2011, 12, 9))

    outcome = run(path)

    assert {name: outcome.summary[name] for name in wanted} == pytest.approx(wanted)
    assert len(outcome.rejected) == 1 + 135_080
    assert len({row["customer_id"] for row in outcome.customers}) == wanted["customers"]


def test_a_file_without_header_is_read_by_column_numbers(tmp_path: Path) -> None:
    rows = [("1", "19970101", "11.77"), ("1", "19970118", "12.00"), ("2", "19970112", "77.00")]
    with (tmp_path / "orders.tsv").open("w", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(rows)

    got = run(tmp_path / "orders.tsv", mapping={"customer_id": "1", "ordered_at": "2", "amount": "3"}).summary

    assert (got["customers"], got["revenue"], got["repurchase_rate"]) == (2, 100.77, 0.5)
