import ibis
import pytest

from tuanke.insights.purchases import purchase_days
from tuanke.insights.tables import CUSTOMERS, ORDER_LINES, check
from tuanke.insights.tests.histories import START


def test_a_table_of_the_right_shape_passes_and_may_have_more_columns() -> None:
    table = ibis.table({**ORDER_LINES, "channel": "string"}, name="lines")
    assert check(table, ORDER_LINES) is table


def test_nullability_and_timestamp_precision_do_not_matter() -> None:
    shape = {**ORDER_LINES, "ordered_at": "timestamp(6)", "revenue_fen": "!int64"}
    check(ibis.table(shape, name="lines"), ORDER_LINES)


def test_a_missing_column_is_named() -> None:
    shape = {name: kind for name, kind in ORDER_LINES.items() if name != "margin_fen"}
    with pytest.raises(ValueError, match="'margin_fen' is missing"):
        purchase_days(ibis.table(shape, name="lines"), START)


@pytest.mark.parametrize(
    ("column", "kind"),
    [("revenue_fen", "float64"), ("ordered_on", "timestamp"), ("ordered_at", "timestamp('UTC')")],
)
def test_a_column_of_another_type_is_named(column: str, kind: str) -> None:
    table = ibis.table({**ORDER_LINES, column: kind}, name="lines")
    with pytest.raises(ValueError, match=f"'{column}' is"):
        check(table, ORDER_LINES)


def test_customers_are_checked_too() -> None:
    with pytest.raises(ValueError, match="'kind' is missing"):
        check(ibis.table({"customer_id": "int64", "created_on": "date"}, name="customers"), CUSTOMERS)
