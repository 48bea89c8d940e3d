"""Whatever a file holds: in = created + updated + unchanged + rejected, and the books hold what was taken."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.orders.models import Order
from tuanke.orders.tests.books import books, rows, taken_back
from tuanke.orders.tests.factories import bring_in

pytestmark = pytest.mark.django_db

GOOD_AMOUNTS = st.decimals(min_value=-500, max_value=5_000, places=2).map(str)
ROWS = st.fixed_dictionaries(
    {
        "order_id": st.sampled_from(["", "A1", "A2", "A3", "A4"]),
        "customer_id": st.sampled_from(["c1", "c2", "c3", "", " "]),
        "ordered_at": st.sampled_from(
            ["2026-05-01", "2026-05-02 08:00", "2026/5/3", "", "soon", "2026-02-30"]
        ),
        "amount": st.one_of(GOOD_AMOUNTS, st.sampled_from(["", "x", "1e3", "nan", "12.3.4", "∞"])),
        "product": st.sampled_from(["", "苹果", "橙子", '引号"与,逗号', "换\n行"]),
        "status": st.sampled_from(["交易完成", "已取消", "待付款", ""]),
        "phone": st.sampled_from(["", "13800138001", "13800138002", "138****8001"]),
    }
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=1, max_size=12), st.lists(ROWS, min_size=1, max_size=6))
def test_every_row_is_accounted_for(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder, taken_back():
        for number, content in enumerate([first, second, first, first]):
            batch = bring_in(Path(folder), content, name=f"{number}.csv")

            assert batch.state == "done"
            assert batch.rows == len(content)
            assert batch.rows == batch.created + batch.updated + batch.unchanged + batch.rejected
            if number == 3:
                assert batch.unchanged + batch.rejected == len(content), "the same file again"
        _assert_consistent()


def _assert_consistent() -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for number, _position, _product, _quantity, revenue, *_rest in books()["lines"]:
        sums[number] += revenue
    assert sums == {order.external_id: order.revenue_fen for order in Order.objects.all()}
    kinds = rows(
        "SELECT o.kind, max(l.revenue_fen) >= 0 FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id"
        " GROUP BY o.id, o.kind"
    )
    assert all((kind == "order") == has_sale for kind, has_sale in kinds)
