"""The quick ways of reading give what the plain ones give."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.kit.files import text_chunks
from tuanke.kit.files.chunks import row_chunks
from tuanke.kit.files.order_schema import ORDER_SCHEMA
from tuanke.kit.files.orders import read_orders
from tuanke.kit.files.shares import from_units, share_out, to_units
from tuanke.kit.files.text import Encoding, TextFile
from tuanke.kit.money import allocate
from tuanke.kit.tests.files_samples import read_all, write_csv

HEADER = ("a", "b", "c")
WRITTEN = st.text("甲a \t\n\"'", max_size=4)
RAW = st.text('甲a,"\r\n \u3000', max_size=60)


def seen(chunks: object) -> list[object]:
    rows: list[object] = []
    for chunk in chunks:  # type: ignore[attr-defined]
        columns = [chunk.column(name).to_pylist() for name in HEADER]
        originals = chunk.originals(np.arange(len(chunk)))
        rows += zip(chunk.lines.to_pylist(), *columns, chunk.too_many.tolist(), originals, strict=True)
    return rows


def check(path: Path, content: str, encoding: str, block: int) -> None:
    path.write_bytes(content.encode(encoding))
    file = TextFile(path, Encoding(encoding), ",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_chunks, "FIRST_BLOCK", block)
        patch.setattr(text_chunks, "BLOCK", block)
        quick = seen(text_chunks.TextTable(file, HEADER, 1, frozenset("ab")).chunks(3))
    assert quick == seen(row_chunks(HEADER, file.blocks(3), 1))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(WRITTEN, max_size=5), max_size=12),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    st.sampled_from(["\r\n", "\n"]),
    st.integers(1, 60),
)
def test_written_text_reads_alike(
    tmp_path: Path, rows: list[list[str]], encoding: str, end: str, block: int
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows([HEADER, *rows])
    check(tmp_path / "t.csv", out.getvalue(), encoding, block)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RAW, st.integers(1, 60))
def test_any_text_reads_alike_or_is_refused_alike(tmp_path: Path, text: str, block: int) -> None:
    from tuanke.kit.files.refusal import FileRefused

    content = "a,b,c\n" + text
    (tmp_path / "t.csv").write_bytes(content.encode())
    try:
        list(TextFile(tmp_path / "t.csv", Encoding("utf-8"), ",").blocks(3))
    except FileRefused:
        return
    check(tmp_path / "t.csv", content, "utf-8", block)


@given(
    st.lists(
        st.tuples(st.integers(-(10**13), 10**13), st.lists(st.integers(0, 10**12), min_size=1, max_size=6)),
        max_size=5,
    )
)
def test_shares_are_those_of_the_house_rule(orders: list[tuple[int, list[int]]]) -> None:
    totals = np.array([total for total, _ in orders], np.int64) * 100
    sizes = np.array([len(weights) for _, weights in orders], np.int64)
    weights = np.array([weight for _, own in orders for weight in own], np.int64)
    expected = [part * 100 for total, own in orders for part in allocate(total, own)]
    assert share_out(totals, sizes, weights).tolist() == expected


def test_amounts_survive_being_integers() -> None:
    amounts = pa.array([Decimal("1.5"), None, Decimal("-0.0001"), Decimal(10) ** 15], pa.decimal128(20, 4))
    units, known = to_units(amounts.slice(1))
    assert known.tolist() == [False, True, False]
    assert from_units(units, known).to_pylist() == [None, Decimal("-0.0001"), None]


def test_order_level_texts_reach_every_row_wherever_they_stand(tmp_path: Path) -> None:
    header = [
        "Name",
        "Email",
        "Financial Status",
        "Created at",
        "Total",
        "Lineitem quantity",
        "Lineitem price",
    ]
    rows = [
        ["#1", "", "", "", "", "1", "10"],
        ["#2", "b@x", "paid", "2026-01-02", "5", "1", "5"],
        ["#1", "a@x", "paid", "2026-01-01", "30", "2", "10"],
    ]
    valid, rejects = read_all(read_orders(write_csv(tmp_path / "o.csv", [header, *rows])))
    assert rejects.num_rows == 0
    assert valid.schema == ORDER_SCHEMA
    assert valid["amount"].to_pylist() == [10, 5, 20]
    assert valid["customer_id"].to_pylist() == ["a@x", "b@x", "a@x"]
