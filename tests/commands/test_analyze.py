"""`tuanke analyze` as a shop owner types it: no deployment, no settings, nothing but the file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.commands.orders import write_orders
from tests.commands.static import ROOT

OUTCOME = {"customers.parquet", "rejected.csv", "report.html", "summary.json"}


def analyze(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """In an environment without a setting of ours; a database that cannot be there proves that none is asked."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "tuanke.config.cli", "analyze", *map(str, arguments)],
        cwd=folder,
        env=environment | {"DATABASE_URL": "postgresql://nobody@localhost:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_four_files_come_out_and_nothing_else_is_written(tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=40, orders=90, spoiled=3)

    done = analyze(tmp_path, file, "--out", "result", "--lang", "en")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].endswith("excluded 0  rejected 3")
    assert {path.name for path in (tmp_path / "result").iterdir()} == OUTCOME
    assert {path.name for path in tmp_path.iterdir()} == {"orders.csv", "result"}
    summary = json.loads((tmp_path / "result" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["customers"], summary["orders"], summary["rejected_rows"]) == (40, 90, 3)
    assert pq.read_metadata(tmp_path / "result" / "customers.parquet").num_rows == 40
    assert '<html lang="en">' in (tmp_path / "result" / "report.html").read_text(encoding="utf-8")


def test_a_day_in_the_past_leaves_out_what_came_later(tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=20, orders=60)

    done = analyze(tmp_path, file, "--out", tmp_path / "result", "--as-of", "2026-03-01")

    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "result" / "summary.json").read_text(encoding="utf-8"))
    assert summary["as_of"] == "2026-03-01"
    assert summary["excluded_rows"] > 0


@pytest.mark.parametrize(
    "wish",
    [
        ("--map", "customer_id=wer"),  # no such column
        ("--map", "customer_id"),
        ("--map", "kunde=customer_id"),
        ("--preset", "no-such-preset"),
        ("--as-of", "yesterday"),
    ],
)
def test_a_wish_that_does_not_fit_is_one_sentence(tmp_path: Path, wish: tuple[str, str]) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=2, orders=3)

    done = analyze(tmp_path, file, "--out", tmp_path / "result", *wish)

    assert_refused(done)
    assert not (tmp_path / "result").exists()


def test_a_file_that_is_no_table_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(b"")

    assert_refused(analyze(tmp_path, "orders.csv", "--out", "result"))
    assert_refused(analyze(tmp_path, "missing.csv", "--out", "result"))


def test_an_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    file = write_orders(tmp_path / "orders.csv", customers=2, orders=3)
    (tmp_path / "taken").write_text("a file, no folder")

    assert_refused(analyze(tmp_path, file, "--out", tmp_path / "taken"))


def assert_refused(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("tuanke: ")
