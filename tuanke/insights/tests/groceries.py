"""The Complete Journey sample: a grocer's year of lines, for tests and benchmarks."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tuanke.insights.tables import ORDER_LINES


def journey(shared_data: Path) -> pa.Table:
    """One row per line: household and product numbers, category (NULL where unknown), time, is_discounted."""
    folder = shared_data / "completejourney_sample"
    if not folder.is_dir():
        pytest.skip(f"no Complete Journey data at {folder}")
    lines = pq.read_table(folder / "transactions_sample.parquet")
    products = pq.read_table(folder / "products.parquet", columns=["product_id", "product_category"])
    place = pc.index_in(lines["product_id"], products["product_id"])
    discount = pc.add(pc.add(lines["retail_disc"], lines["coupon_disc"]), lines["coupon_match_disc"])
    return pa.table(
        {
            "customer_id": pc.cast(lines["household_id"], pa.int64()),
            "product_id": pc.cast(lines["product_id"], pa.int64()),
            "category": pc.cast(products["product_category"].combine_chunks().take(place), pa.string()),
            "at": lines["transaction_timestamp"],
            "happened": pc.greater(discount, 0),
        }
    )


def order_lines(lines: pa.Table) -> pa.Table:
    """The same lines in the shape ORDER_LINES."""
    n = len(lines)
    columns = {
        "customer_id": lines["customer_id"],
        "order_id": np.arange(n),
        "line_no": np.ones(n, np.int32),
        "ordered_at": lines["at"],
        "ordered_on": lines["at"].cast(pa.date32(), safe=False),
        "product_id": lines["product_id"],
        "category": lines["category"],
        "quantity": np.ones(n, np.int64),
        "revenue_fen": np.ones(n, np.int64),
        "margin_fen": np.ones(n, np.int64),
        "margin_basis": np.full(n, "revenue"),
        "is_order": np.ones(n, bool),
    }
    return pa.table(columns).cast(ORDER_LINES.to_pyarrow())


def with_discounts(shared_data: Path) -> pa.Table:
    """The lines in the shape ORDER_LINES with what was paid, and discount_fen."""
    lines = order_lines(journey(shared_data))
    money = pq.read_table(shared_data / "completejourney_sample" / "transactions_sample.parquet")
    paid = np.maximum(np.rint(money["sales_value"].to_numpy() * 100), 0).astype(np.int64)
    off = sum(money[name].to_numpy() for name in ("retail_disc", "coupon_disc", "coupon_match_disc"))
    lines = lines.set_column(lines.column_names.index("revenue_fen"), "revenue_fen", pa.array(paid))
    return lines.append_column("discount_fen", pa.array(np.rint(off * 100).astype(np.int64)))
