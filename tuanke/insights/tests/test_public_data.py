"""Known truths of a public data set: UCI Online Retail, a year of a wholesaler's invoices."""

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.backends import BaseBackend

from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.pareto import concentration
from tuanke.insights.repurchase import repurchase_rate
from tuanke.insights.scores import customer_scores
from tuanke.insights.tables import CUSTOMERS, ORDER_LINES
from tuanke.insights.tests.histories import rows_of

Invoice = tuple[int, str, datetime, int, float]


@pytest.fixture(scope="module")
def retail(shared_data: Path) -> list[Invoice]:
    """The rows with a CustomerID."""
    path = shared_data / "online_retail" / "online_retail.parquet"
    if not path.exists():
        pytest.skip(f"no Online Retail data at {path}")
    names = ["CustomerID", "InvoiceNo", "InvoiceDate", "Quantity", "UnitPrice"]
    table = pq.read_table(path, columns=names)
    columns = [table.column(name).to_pylist() for name in names]
    return [row for row in zip(*columns, strict=True) if row[0] is not None]


@pytest.fixture(scope="module")
def tables(retail: list[Invoice]) -> tuple[ir.Table, ir.Table]:
    """The same rows in the shape of this package; an invoice is an order when it has a row >= 0."""
    customers, invoices, times, quantities, prices = zip(*retail, strict=True)
    numbers = {invoice: n for n, invoice in enumerate(sorted(set(invoices)))}
    amounts = [round(quantity * price * 100) for quantity, price in zip(quantities, prices, strict=True)]
    orders = {invoice for invoice, amount in zip(invoices, amounts, strict=True) if amount >= 0}
    rows = len(retail)
    lines = {
        "customer_id": customers,
        "order_id": [numbers[invoice] for invoice in invoices],
        "line_no": range(rows),
        "ordered_at": times,
        "ordered_on": [at.date() for at in times],
        "product_id": [None] * rows,
        "category": [None] * rows,
        "quantity": quantities,
        "revenue_fen": amounts,
        "margin_fen": amounts,
        "margin_basis": ["revenue"] * rows,
        "is_order": [invoice in orders for invoice in invoices],
    }
    ids = sorted(set(customers))
    people = {"customer_id": ids, "kind": ["org"] * len(ids), "created_on": [max(times).date()] * len(ids)}
    return arrow_table(lines, ORDER_LINES), arrow_table(people, CUSTOMERS)


def arrow_table(columns: dict[str, Any], schema: ibis.Schema) -> ir.Table:
    kinds = schema.to_pyarrow()
    return ibis.memtable(
        pa.table({name: pa.array(values, kinds.field(name).type) for name, values in columns.items()})
    )


@pytest.fixture(scope="module")
def as_of(retail: list[Invoice]) -> date:
    return max(row[2] for row in retail).date()


def test_the_repurchase_rate_is_that_of_a_plain_count(
    duck: BaseBackend, retail: list[Invoice], tables: tuple[ir.Table, ir.Table], as_of: date
) -> None:
    days = defaultdict(set)
    for customer, _, at, quantity, price in retail:
        if quantity * price >= 0:
            days[customer].add(at.date())
    again = sum(len(own) > 1 for own in days.values())
    expected = {"customers": len(days), "repeat_customers": again, "rate": again / len(days)}
    assert rows_of(duck, repurchase_rate(tables[0], as_of)) == [expected]


def test_a_fifth_of_the_customers_holds_three_quarters_of_revenue(
    duck: BaseBackend, tables: tuple[ir.Table, ir.Table], as_of: date
) -> None:
    """Published for sales without the cancellations: 74.6 % and, for the best hundredth, 31.8 %."""
    lines, _ = tables
    rows = rows_of(duck, concentration(lines.filter(lines.revenue_fen > 0), as_of))
    (revenue,) = (row for row in rows if row["measure"] == "revenue")
    assert (round(revenue["top_20"], 3), round(revenue["top_1"], 3)) == (0.746, 0.318)


def test_every_customer_gets_one_row_and_the_money_adds_up(
    duck: BaseBackend, retail: list[Invoice], tables: tuple[ir.Table, ir.Table], as_of: date
) -> None:
    lines, customers = tables
    parameters = Parameters.from_row(rows_of(duck, fit(lines, customers, as_of))[0])
    scores = duck.to_pyarrow(customer_scores(lines, customers, as_of, parameters)).to_pylist()
    assert len(scores) == len({row["customer_id"] for row in scores}) == len({row[0] for row in retail})
    assert (
        sum(row["revenue_fen"] for row in scores)
        == rows_of(duck, lines.aggregate(n=lines.revenue_fen.sum()))[0]["n"]
    )
    assert not [row for row in scores if any(value != value for value in row.values())]  # noqa: PLR0124 - NaN
