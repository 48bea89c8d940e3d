"""Order histories for tests: written out by hand or drawn at random."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.tables import CUSTOMERS, INTERACTIONS, ORDER_LINES

Rows = list[dict[str, Any]]
START = date(2023, 1, 1)
CUSTOMER_IDS = range(1, 8)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def line(
    customer_id: int,
    order_id: int,
    offset: int,
    revenue_fen: int,
    margin_fen: int | None = None,
    *,
    is_order: bool = True,
) -> dict[str, Any]:
    on = day(offset)
    return {
        "customer_id": customer_id,
        "order_id": order_id,
        "line_no": 1,
        "ordered_at": datetime.combine(on, time(4)),
        "ordered_on": on,
        "product_id": None,
        "category": None,
        "quantity": 1,
        "revenue_fen": revenue_fen,
        "margin_fen": revenue_fen // 4 if margin_fen is None else margin_fen,
        "margin_basis": "shop_margin",
        "is_order": is_order,
    }


def orders(customer_id: int, *offsets: int, revenue_fen: int = 1000) -> Rows:
    """One order of one line on each day."""
    return [line(customer_id, customer_id * 1000 + n, at, revenue_fen) for n, at in enumerate(offsets)]


def act(customer_id: int, offset: int, category: str | None, type_: str = "browse") -> dict[str, Any]:
    on = day(offset)
    told = {"customer_id": customer_id, "type": type_, "occurred_on": on, "category": category}
    return {**dict.fromkeys(INTERACTIONS.names), **told, "occurred_at": datetime.combine(on, time(4))}


def acts_table(rows: Rows) -> ir.Table:
    return ibis.memtable(pa.Table.from_pylist(rows, schema=INTERACTIONS.to_pyarrow()))


def lines_table(rows: Rows) -> ir.Table:
    return ibis.memtable(pa.Table.from_pylist(rows, schema=ORDER_LINES.to_pyarrow()))


def customers_table(ids: Iterable[int] = CUSTOMER_IDS) -> ir.Table:
    rows = [{"customer_id": id_, "kind": "person", "created_on": day(id_)} for id_ in ids]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=CUSTOMERS.to_pyarrow()))


@st.composite
def histories(draw: st.DrawFn, max_size: int = 30) -> Rows:
    """Lines of a few customers: shared values, refunds with and without their order, days in clusters.

    The last of CUSTOMER_IDS never has a line. An order's lines may fall on different days.
    """
    row = st.tuples(
        st.integers(min_value=1, max_value=6),
        st.integers(min_value=0, max_value=5),
        st.one_of(st.integers(0, 12), st.integers(0, 700)),
        st.one_of(st.sampled_from([0, 500, 1000, -500]), st.integers(-2000, 9000)),
        st.integers(-500, 4000),
    )
    drawn = draw(st.lists(row, max_size=max_size))
    sold = {(customer, order) for customer, order, _, revenue, _ in drawn if revenue >= 0}
    return [
        line(customer, customer * 100 + order, at, revenue, margin, is_order=(customer, order) in sold)
        for customer, order, at, revenue, margin in drawn
    ]


as_of_days = st.integers(min_value=0, max_value=800).map(day)


def rows_of(connection: BaseBackend, expression: ir.Table) -> Rows:
    return connection.to_pyarrow(expression).to_pylist()
