"""What a file of orders does to the books, the first time and the next."""

from pathlib import Path
from typing import Any

import pytest

from tuanke.orders.models import Order, OrderLine
from tuanke.orders.tests.books import books, rows
from tuanke.orders.tests.factories import bring_in, order

pytestmark = pytest.mark.django_db

TWO_ORDERS = [
    order("A1", "c1", "2026-05-01 10:00", "30.00", product="苹果"),
    order("A2", "c2", "2026-05-02 11:00", "12.50", product="橙子"),
]


def counts(batch: Any) -> tuple[int, int, int, int]:
    return batch.created, batch.updated, batch.unchanged, batch.rejected


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    first = bring_in(tmp_path, TWO_ORDERS)
    before = books()

    second = bring_in(tmp_path, TWO_ORDERS)

    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    assert books() == before


def test_the_same_orders_in_another_sequence_are_the_same_orders(tmp_path: Path) -> None:
    bring_in(tmp_path, TWO_ORDERS)
    before = books()

    second = bring_in(tmp_path, TWO_ORDERS[::-1], name="again.csv")

    assert counts(second) == (0, 0, 2, 0)
    assert books() == before


def test_a_changed_order_is_updated_with_its_lines(tmp_path: Path) -> None:
    bring_in(tmp_path, TWO_ORDERS)
    changed = [{**TWO_ORDERS[0], "amount": "28.00", "product": "梨"}, TWO_ORDERS[1]]

    second = bring_in(tmp_path, changed)

    assert counts(second) == (0, 1, 1, 0)
    line = OrderLine.objects.get(order__external_id="A1")
    assert (line.revenue_fen, line.product.name, line.order.revenue_fen) == (2_800, "梨", 2_800)  # type: ignore[union-attr]


def test_a_change_is_no_second_order_on_the_timeline(tmp_path: Path) -> None:
    bring_in(tmp_path, TWO_ORDERS)
    bring_in(tmp_path, [{**TWO_ORDERS[0], "amount": "28.00"}])

    assert rows("SELECT count(*) FROM engagement_customerevent WHERE detail->>'number' = 'A1'") == [(1,)]


def test_an_order_over_several_rows_is_one_order(tmp_path: Path) -> None:
    several = [
        order("A1", "c1", "2026-05-01 10:00", "30.00", product="苹果", quantity="2"),
        order("A2", "c2", "2026-05-01 10:05", "9.90", product="橙子", quantity="1"),
        order("A1", "c1", "2026-05-01 10:00", "5.05", product="姜", quantity="0.5"),
    ]

    batch = bring_in(tmp_path, several)

    assert counts(batch) == (3, 0, 0, 0), "counted in rows of the file"
    one = Order.objects.get(external_id="A1")
    assert one.revenue_fen == 3_505
    assert [
        (line.position, line.revenue_fen, float(line.quantity)) for line in one.lines.order_by("position")
    ] == [
        (1, 3_000, 2.0),
        (2, 505, 0.5),
    ]


def test_an_order_that_lost_a_row_loses_the_line(tmp_path: Path) -> None:
    several = [order("A1", "c1", "2026-05-01", "30"), order("A1", "c1", "2026-05-01", "5")]
    bring_in(tmp_path, several)

    bring_in(tmp_path, several[:1])

    assert [line.revenue_fen for line in OrderLine.objects.all()] == [3_000]
    assert Order.objects.get().revenue_fen == 3_000


def test_a_file_of_refunds_only_makes_refunds_and_no_orders(tmp_path: Path) -> None:
    batch = bring_in(
        tmp_path, [order("R1", "c1", "2026-05-01", "-15.00"), order("R2", "c1", "2026-05-02", "-1")]
    )

    assert counts(batch) == (2, 0, 0, 0)
    assert set(Order.objects.values_list("kind", "revenue_fen")) == {("refund", -1_500), ("refund", -100)}
    assert rows("SELECT DISTINCT verb FROM engagement_customerevent") == [("order.refunded",)]


def test_what_was_refunded_of_an_order_stays_beside_what_was_paid(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", "c1", "2026-05-01", "30.00", refund_amount="12.34")])

    made = Order.objects.get()
    assert (made.revenue_fen, made.refunded_fen, made.kind) == (3_000, 1_234, "order")


def test_without_order_numbers_every_row_is_an_order_and_still_the_same_twice(tmp_path: Path) -> None:
    plain = [
        {"customer_id": "c1", "ordered_at": "2026-05-01 10:00", "amount": "30"},
        {"customer_id": "c1", "ordered_at": "2026-05-01 10:00", "amount": "30"},  # twice the same on one day
        {"customer_id": "c2", "ordered_at": "2026-05-01 10:00", "amount": "30"},
    ]
    first = bring_in(tmp_path, plain)
    before = books()

    second = bring_in(tmp_path, plain)

    assert (counts(first), counts(second)) == ((3, 0, 0, 0), (0, 0, 3, 0))
    assert books() == before


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("交易完成", "confirmed"),
        ("待付款", "awaiting_payment"),
        ("已取消", "cancelled"),
        ("交易关闭", "cancelled"),
    ],
)
def test_what_is_not_paid_or_cancelled_is_kept_but_does_not_count(
    tmp_path: Path, status: str, state: str
) -> None:
    bring_in(tmp_path, [order("A1", "c1", "2026-05-01", "30", status=status)])

    made = Order.objects.get()
    assert (made.status, made.source_status) == (state, status)
    placed = rows("SELECT count(*) FROM engagement_customerevent WHERE verb = 'order.placed'")
    assert placed == [(int(state == "confirmed"),)]


def test_an_order_that_is_paid_later_comes_on_the_timeline_then(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", "c1", "2026-05-01", "30", status="待付款")])
    bring_in(tmp_path, [order("A1", "c1", "2026-05-01", "30", status="交易完成")])

    assert Order.objects.get().status == "confirmed"
    assert rows("SELECT verb FROM engagement_customerevent") == [("order.placed",)]


def test_the_same_number_from_two_platforms_is_two_orders(tmp_path: Path) -> None:
    bring_in(tmp_path, TWO_ORDERS[:1], source="有赞")
    bring_in(tmp_path, TWO_ORDERS[:1], source="微店")

    assert Order.objects.count() == 2


def test_rows_that_cannot_be_read_are_counted_and_listed(tmp_path: Path) -> None:
    batch = bring_in(
        tmp_path,
        [
            *TWO_ORDERS,
            order("A3", "", "2026-05-01", "1"),
            order("A4", "c4", "soon", "1"),
            order("A5", "c5", "2026-05-01", "much"),
        ],
    )

    assert counts(batch) == (2, 0, 0, 3)
    assert batch.rows == 5


def test_a_file_whose_every_row_is_refused_ends_well(tmp_path: Path) -> None:
    batch = bring_in(tmp_path, [order("A1", "c1", "soon", "1")])

    assert (batch.state, *counts(batch)) == ("done", 0, 0, 0, 1)


def test_amounts_are_kept_to_the_cent(tmp_path: Path) -> None:
    texts = {"0.01": 1, "0.1": 10, "19.99": 1_999, "1,234.56": 123_456, "￥88": 8_800, "０.２９": 29}
    bring_in(tmp_path, [order(f"A{n}", "c", "2026-05-01", text) for n, text in enumerate(texts)])

    found = Order.objects.order_by("external_id").values_list("revenue_fen", flat=True)
    assert list(found) == list(texts.values())


def test_days_are_the_shops_days(tmp_path: Path) -> None:
    bring_in(tmp_path, [order("A1", "c1", "2026-05-01 00:30", "1")])

    assert Order.objects.get().ordered_at.isoformat() == "2026-04-30T16:30:00+00:00"
