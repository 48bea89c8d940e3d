"""Shops that give little to measure: nothing may fail, and nothing may be claimed."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tuanke.analyze.selectors.shop import TooMuchMoney
from tuanke.analyze.tests.files import Outcome, run, write_csv
from tuanke.kit.files.refusal import FileRefused

HEADER = ("customer_id", "ordered_at", "amount")
START = date(2026, 1, 1)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def shop(path: Path, *rows: tuple[object, ...]) -> Outcome:
    return run(write_csv(path / "orders.csv", rows, HEADER))


def test_a_file_of_rejects_only_gives_a_report_that_says_so(tmp_path: Path) -> None:
    got = shop(tmp_path, ("", day(0), 5), ("A", "x", 5))
    assert (got.summary["customers"], got.summary["orders"], got.summary["rejected_rows"]) == (0, 0, 2)
    assert got.summary["repurchase_rate"] is None
    assert got.customers == []
    assert "No row of this file could be counted as an order." in got.report


def test_refunds_only_are_nobody(tmp_path: Path) -> None:
    got = shop(tmp_path, ("A", day(0), -5), ("B", day(1), -1))
    assert (got.summary["customers"], got.summary["revenue"], got.customers) == (0, -6.0, [])


def test_one_order(tmp_path: Path) -> None:
    got = shop(tmp_path, ("A", day(0), 5))
    assert (got.summary["customers"], got.summary["repurchase_rate"]) == (1, 0.0)
    assert got.summary["models"]["clv"] | {"model": None, "why": "no_repeat"} == got.summary["models"]["clv"]


def test_one_customer_with_many_orders(tmp_path: Path) -> None:
    got = shop(tmp_path, *(("A", day(7 * week), 5) for week in range(30)))
    assert (got.summary["orders"], got.summary["repurchase_rate"]) == (30, 1.0)


def test_one_order_each(tmp_path: Path) -> None:
    got = shop(tmp_path, *((f"K{number}", day(number % 90), 5) for number in range(300)))
    assert (got.summary["customers"], got.summary["repurchase_rate"]) == (300, 0.0)
    assert got.summary["models"]["clv"]["why"] == "no_repeat"


def test_everybody_on_one_day(tmp_path: Path) -> None:
    got = shop(tmp_path, *((f"K{number % 50}", day(0), number) for number in range(150)))
    assert (got.summary["customers"], got.summary["orders"], got.summary["repurchase_rate"]) == (50, 150, 0.0)


def test_the_same_two_days_for_everybody(tmp_path: Path) -> None:
    got = shop(tmp_path, *((f"K{number}", day(at), 5) for number in range(60) for at in (0, 1)))
    assert got.summary["repurchase_rate"] == 1.0
    json.dumps(got.summary, allow_nan=False)


def test_a_wrong_century_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    header = (*HEADER, "product", "category")
    rows = [(f"K{n % 40}", day(n % 200), 5, f"ware {n}", f"kind {n}") for n in range(1_000)]
    rows += [("K1", date(1901, 5, 1), 5, "ware 1", "kind 1"), ("K2", date(2199, 5, 1), 5, "ware 2", "kind 2")]
    got = run(write_csv(tmp_path / "orders.csv", rows, header))
    assert (got.summary["as_of"], got.summary["orders"]) == ("2199-05-01", 1_002)


@pytest.mark.parametrize("content", ["", "customer_id,ordered_at,amount\n"])
def test_a_file_without_rows_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(content)
    with pytest.raises(FileRefused):
        run(file)


def test_names_are_shown_and_never_run(tmp_path: Path) -> None:
    header = ("customer_id", "ordered_at", "amount", "product", "category", "customer_name")
    evil = "<script>alert(1)</script>"
    rows = [
        (f"K{n}{evil}", day(7 * n + at), 90, evil, evil, f"{evil}&") for n in range(8) for at in (0, 3, 6)
    ]
    got = run(write_csv(tmp_path / "orders.csv", rows, header))
    assert "<script" not in got.report
    assert "&lt;script&gt;" in got.report


def test_more_money_than_can_be_counted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooMuchMoney):
        shop(tmp_path, *(("A", day(0), 9_999_999_999_999_999) for _ in range(9)))


@pytest.mark.parametrize("fee", ["POSTAGE", "Bank Charges", "运费", "补差价专拍"])
def test_a_fee_is_money_and_no_good(tmp_path: Path, fee: str) -> None:
    header = (*HEADER, "order_id", "product", "quantity")
    rows = [
        (f"K{who}", day(40 * time + who % 7), price, f"{who}-{time}", product, 1)
        for who in range(40)
        for time in range(4)
        for product, price in (("Oolong tea", 20), (fee, 5))
    ]
    got = run(write_csv(tmp_path / "orders.csv", rows, header))
    assert got.summary["revenue"] == 40 * 4 * 25
    assert "Oolong tea" in got.report
    assert fee not in got.report
