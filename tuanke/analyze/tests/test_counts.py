"""The numbers of the summary against a recount in plain Python."""

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tuanke.analyze.tests.files import run, write_csv
from tuanke.analyze.tests.recount import Row, recount

START = date(2026, 3, 30)
CANCELLED = ("已取消", "交易关闭", "待付款", "Cancelled", "unpaid")
AMOUNTS = ("0", "12.5", "-3.20", "¥1,200.00", "８.８", "0.005", "99")
VALUES = ("0", "12.5", "-3.20", "1200", "8.8", "0.005", "99")


def make(path: Path, seed: int) -> tuple[Path, list[Row], int]:
    """400 rows of 40 customers, a few of them without customer, with no date or no amount."""
    chance = random.Random(seed)
    cells, valid, rejected = [], [], 0
    for number in range(400):
        customer, on = f"K{chance.randrange(40)}", START + timedelta(days=chance.randrange(60))
        order = f"A{chance.randrange(200)}" if chance.random() < 0.7 else ""
        kind = chance.randrange(len(AMOUNTS))
        status = (
            chance.choice(CANCELLED) if chance.random() < 0.1 else chance.choice(("", "交易成功", "paid"))
        )
        flaw = chance.choice(("customer", "date", "amount")) if chance.random() < 0.08 else ""
        cells.append(
            (
                "" if flaw == "customer" else f"\u3000{customer}\t",
                "soon" if flaw == "date" else f"{on:%Y/%m/%d} 23:30",
                order,
                "苹果",
                "水果",
                1,
                "n/a" if flaw == "amount" else AMOUNTS[kind],
                "",
                status,
            )
        )
        rejected += bool(flaw)
        if not flaw:
            amount = Decimal(VALUES[kind])
            valid.append(Row(customer, on, order or number, amount, status not in CANCELLED))
    return write_csv(path / "orders.csv", cells), valid, rejected


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("as_of", [None, START + timedelta(days=33), START - timedelta(days=1)])
def test_the_summary_is_that_of_a_plain_count(tmp_path: Path, seed: int, as_of: date | None) -> None:
    file, rows, rejected = make(tmp_path, seed)
    got = run(file, as_of=as_of)
    assert {name: got.summary[name] for name in recount(rows, rejected)} == pytest.approx(
        recount(rows, rejected, as_of)
    )
    assert len(got.rejected) == 1 + rejected
    assert len(got.customers) == got.summary["customers"]
    for counts in got.summary["classes"].values():
        assert sum(counts.values()) == got.summary["customers"]


def test_every_rejected_row_has_its_line_and_reason(tmp_path: Path) -> None:
    rows = [("A", "2026-01-01", "", "", "", "", "5", "", ""), ("", "2026-01-02", "", "", "", "", "5", "", "")]
    rows += [("B", "x", "", "", "", "", "5", "", ""), ("B", "2026-01-02", "", "", "", "", "=1+1", "", "")]
    got = run(write_csv(tmp_path / "orders.csv", rows))
    assert got.rejected[0][:2] == ["line", "reason"]
    assert [row[0] for row in got.rejected[1:]] == ["3", "4", "5"]
    assert [row[1].split(":")[0] for row in got.rejected[1:]] == ["customer_id", "ordered_at", "amount"]


def test_an_order_is_one_with_a_row_that_is_no_refund(tmp_path: Path) -> None:
    rows = [
        ("A", "2026-01-01", "1", "", "", "", "10", "", ""),
        ("A", "2026-01-01", "1", "", "", "", "5", "", ""),
        ("A", "2026-01-09", "1", "", "", "", "-5", "", ""),  # back, under its order's number
        ("B", "2026-01-02", "2", "", "", "", "0", "", ""),  # a gift is an order
        ("C", "2026-01-03", "3", "", "", "", "-7", "", ""),  # a refund alone is none
    ]
    got = run(write_csv(tmp_path / "orders.csv", rows))
    wanted = {"customers": 2, "orders": 2, "order_lines": 5, "revenue": 3.0, "repurchase_rate": 0.0}
    assert {name: got.summary[name] for name in wanted} == wanted
    assert [row["customer_id"] for row in got.customers] == ["A", "B"]
    assert [row["revenue_fen"] for row in got.customers] == [1000, 0]


def test_a_day_begins_at_midnight_of_the_shop(tmp_path: Path) -> None:
    rows = [
        ("A", "2026-01-01T15:59:00Z", *[""] * 4, "1", "", ""),
        ("A", "2026-01-01T16:00:00Z", *[""] * 4, "1", "", ""),
    ]
    got = run(write_csv(tmp_path / "orders.csv", rows))
    assert (got.summary["as_of"], got.summary["repurchase_rate"]) == ("2026-01-02", 1.0)
    utc = run(write_csv(tmp_path / "orders.csv", rows), zone="UTC")
    assert (utc.summary["as_of"], utc.summary["repurchase_rate"]) == ("2026-01-01", 0.0)


def test_known_cost_makes_the_margin_and_comes_back_with_a_refund(tmp_path: Path) -> None:
    rows = [
        ("A", "2026-01-01", "1", "", "", "", "10", "6", ""),
        ("A", "2026-01-05", "1", "", "", "", "-10", "6", ""),
        ("B", "2026-01-05", "2", "", "", "", "10", "", ""),
    ]
    got = run(write_csv(tmp_path / "orders.csv", rows))
    assert [(row["margin_fen"], row["cost_known_fen"]) for row in got.customers] == [(0, 0), (1000, 0)]


def test_a_refund_in_a_column_of_its_own_lowers_what_a_customer_brought(tmp_path: Path) -> None:
    header = ("customer_id", "ordered_at", "order_id", "amount", "cost", "refund_amount")
    rows = [("A", "2026-01-01", "1", "10", "4", "5"), ("A", "2026-02-01", "2", "8", "2", "8")]
    got = run(write_csv(tmp_path / "orders.csv", rows, header))
    assert (got.summary["revenue"], got.summary["refunded_besides"]) == (18.0, 13.0)
    assert (got.summary["orders"], got.summary["repurchase_rate"]) == (2, 1.0)
    assert [(row["revenue_fen"], row["margin_fen"], row["orders"]) for row in got.customers] == [
        (500, 300, 2)
    ]
