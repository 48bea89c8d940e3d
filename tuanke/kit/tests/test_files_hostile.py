"""Broken and hostile files are refused with a code or give rejected rows; nothing else ever happens."""

import gzip
import random
import struct
import zipfile
from pathlib import Path
from typing import Any, Never

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuanke.kit.files.limits import Limits
from tuanke.kit.files.orders import read_orders
from tuanke.kit.files.refusal import REFUSALS, REJECTS, FileRefused
from tuanke.kit.tests.files_samples import (
    ORDERS,
    as_csv,
    read_all,
    rejected,
    write,
    write_csv,
    write_gz,
    write_xlsx,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(FileRefused) as refused:
        read_all(read_orders(path, **options))
    assert refused.value.code in REFUSALS
    return refused.value.code


def read_or_refuse(path: Path) -> None:
    try:
        _, rejects = read_all(read_orders(path))
    except FileRefused:
        return
    assert set(rejects["code"].to_pylist()) <= REJECTS


def workbook(tmp_path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(write_xlsx(tmp_path / "good.xlsx", {"s": ORDERS})) as book:
        return {name: book.read(name) for name in book.namelist()}


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", b"\0\0\0", gzip.compress(b"", mtime=0)]
)
def test_a_file_without_content_is_empty(file: Path, content: bytes) -> None:
    assert refusal(write(file, content)) == "empty_file"


def test_a_file_that_is_not_there_is_not_readable(file: Path, tmp_path: Path) -> None:
    assert refusal(file) == "not_readable"
    assert refusal(tmp_path) == "not_readable"


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert refusal(write_csv(tmp_path / "a", ORDERS[:1])) == "no_rows"
    assert refusal(write_xlsx(tmp_path / "b", {"s": ORDERS[:1]})) == "no_rows"
    assert refusal(write_xlsx(tmp_path / "c", {"s": []})) == "no_rows"
    pq.write_table(pa.table({"a": pa.array([], pa.string())}), tmp_path / "d")
    assert refusal(tmp_path / "d") == "no_rows"


def test_text_without_columns_has_no_header(file: Path) -> None:
    assert refusal(write(file, "just some words\nand more\n")) in ("no_header", "missing_key")


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_format(file: Path, seed: int) -> None:
    content = random.Random(seed).randbytes(2_000)
    assert refusal(write(file, content)) == "unknown_format"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1", b"\xff\xfe"]
    ),
    st.binary(max_size=200),
)
def test_any_bytes_are_read_or_refused(file: Path, magic: bytes, content: bytes) -> None:
    read_or_refuse(write(file, magic + content))


def test_a_cut_or_changed_file_is_read_or_refused(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({name: [row[i] for row in ORDERS[1:]] for i, name in enumerate(ORDERS[0])}), tmp_path / "p"
    )
    good = [
        write_gz(tmp_path / "a", as_csv(ORDERS * 50).encode()).read_bytes(),
        write_xlsx(tmp_path / "b", {"s": ORDERS}).read_bytes(),
        (tmp_path / "p").read_bytes(),
    ]
    dice = random.Random(7)
    for content in good:
        for _ in range(60):
            cut = content[: dice.randrange(1, len(content))]
            changed = bytearray(content)
            changed[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
            read_or_refuse(write(tmp_path / "cut", cut))
            read_or_refuse(write(tmp_path / "changed", bytes(changed)))


def test_a_truncated_gz_is_damaged(file: Path) -> None:
    packed = gzip.compress(as_csv(ORDERS * 100).encode())
    assert refusal(write(file, packed[:-20])) == "damaged"


def test_a_gz_that_unfolds_without_end_is_too_large(file: Path) -> None:
    write_gz(file, b"a,b\n" * 2_000_000)
    assert refusal(file, limits=Limits(unpacked_bytes=1_000_000)) == "too_large"
    assert refusal(file, limits=Limits(file_bytes=100)) == "too_large"


def test_a_gz_in_a_gz_is_unknown(file: Path) -> None:
    assert refusal(write_gz(file, gzip.compress(b"a,b\n1,2\n"))) == "unknown_format"


def test_a_zip_that_is_no_workbook_is_unknown(file: Path) -> None:
    assert refusal(zipped(file, {"orders.csv": b"a,b"})) == "unknown_format"


def test_a_bomb_is_found_before_anything_parses_it(tmp_path: Path) -> None:
    parts = workbook(tmp_path)
    sheet = parts["xl/worksheets/sheet1.xml"]
    bomb = zipped(tmp_path / "bomb", parts | {"xl/worksheets/sheet1.xml": sheet + b" " * 30_000_000})
    assert refusal(bomb) == "zip_bomb"
    many = zipped(tmp_path / "many", parts | {f"x{number}": b"" for number in range(2_100)})
    assert refusal(many) == "zip_bomb"
    large = zipped(tmp_path / "large", parts | {"xl/big.xml": random.Random(1).randbytes(200_000)})
    assert refusal(large, limits=Limits(zip_bytes=100_000)) == "zip_bomb"


def test_a_bomb_that_lies_about_its_size_is_found_too(tmp_path: Path) -> None:
    parts = workbook(tmp_path)
    inflated = parts["xl/worksheets/sheet1.xml"] + b" " * 30_000_000
    path = zipped(tmp_path / "lie", parts | {"xl/worksheets/sheet1.xml": inflated})
    honest = struct.pack("<I", len(inflated))
    lying = path.read_bytes().replace(honest, struct.pack("<I", 1_000))
    assert refusal(write(path, lying)) == "zip_bomb"


@pytest.mark.parametrize("cell", ["XFD1048576", "A9999999", "ZZZZZZ1"])
def test_a_sheet_of_two_cells_far_apart_is_a_bomb(tmp_path: Path, cell: str) -> None:
    parts = workbook(tmp_path)
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'r="D3"', f'r="{cell}"'.encode())
    assert refusal(zipped(tmp_path / "far", parts | {"xl/worksheets/sheet1.xml": sheet})) == "zip_bomb"


def test_a_wide_but_short_sheet_is_weighed_exactly(tmp_path: Path) -> None:
    rows = [[*ORDERS[0], *(f"列{n}" for n in range(900))], [*ORDERS[1], *(str(n) for n in range(900))]]
    valid, _ = read_all(read_orders(write_xlsx(tmp_path / "w", {"s": rows})))
    assert valid.num_rows == 1


def test_foreign_entities_are_never_fetched(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "SECRET")
    parts = workbook(tmp_path)
    strings = parts["xl/sharedStrings.xml"]
    start = strings.index(b"<sst")
    entity = f'<!DOCTYPE sst [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    strings = strings[:start] + entity + strings[start:].replace(b"C1", b"&x;")
    path = zipped(tmp_path / "xxe", parts | {"xl/sharedStrings.xml": strings})
    try:
        valid, rejects = read_all(read_orders(path))
    except FileRefused:
        return
    assert "SECRET" not in str(valid.to_pylist()) + str(rejects.to_pylist())


def test_sixteen_thousand_columns_are_too_wide(tmp_path: Path) -> None:
    rows = [[*ORDERS[0], *(f"c{n}" for n in range(16_000))], [*ORDERS[1]]]
    assert refusal(write_csv(tmp_path / "a", rows)) == "too_wide"
    assert refusal(write_xlsx(tmp_path / "b", {"s": [[*row] for row in rows]})) == "too_wide"


def test_a_cell_of_ten_megabytes_is_refused_by_its_line(file: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_all(read_orders(write_csv(file, [*ORDERS, ["D3", "x" * 10_000_000, "2026-01-31", "1"]])))
    assert (refused.value.code, refused.value.params) == ("cell_too_long", {"line": 4})


def test_a_quote_that_is_never_closed_swallows_no_rows(file: Path) -> None:
    text = as_csv(ORDERS) + 'D3,"C3,2026-01-31,1\nD4,C4,2026-01-31,1\n'
    with pytest.raises(FileRefused) as refused:
        read_all(read_orders(write(file, text)))
    assert (refused.value.code, refused.value.params) == ("unclosed_quote", {"line": 4})


def test_nul_bytes_are_tolerated(file: Path) -> None:
    text = as_csv(ORDERS).replace("C1", "C\0001") + "\0" * 500
    valid, rejects = read_all(read_orders(write(file, text)))
    assert valid["customer_id"].to_pylist() == ["C1", "C2"]
    assert rejects.num_rows == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_line(file: Path, end: str) -> None:
    valid, _ = read_all(read_orders(write(file, as_csv(ORDERS).replace("\r\n", end))))
    assert valid["line"].to_pylist() == [2, 3]


def test_an_encrypted_workbook_says_so(tmp_path: Path) -> None:
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 400
    )
    assert refusal(write(tmp_path / "a", ole)) == "encrypted"
    assert refusal(write(tmp_path / "b", b"PARE" + b"\0" * 50)) == "encrypted"


def test_a_huge_parquet_is_refused_by_what_it_declares(file: Path) -> None:
    pq.write_table(pa.table({"a": ["x"] * 100_000}), file)
    assert refusal(file, limits=Limits(unpacked_bytes=100)) == "too_large"


def test_a_refusal_code_that_does_not_exist_cannot_be_raised() -> Never:
    with pytest.raises(ValueError, match="not a refusal code"):
        raise FileRefused("whatever")


def test_a_given_encoding_is_used_or_refused(file: Path) -> None:
    write_csv(file, ORDERS, "gb18030")
    assert refusal(file, encoding="no-such") == "unknown_encoding"
    assert read_all(read_orders(file, encoding="gbk"))[0].num_rows == 2


def test_every_reject_code_is_listed(file: Path) -> None:
    rows = [
        ["customer_id", "date", "quantity", "price"],
        ["", "", "", ""],
        ["a", "1/2/2026", "1", "1"],
        ["a", "2026-01-31", "1e15", "1e15"],
    ]
    _, rejects = read_all(read_orders(write_csv(file, rows)))
    assert rejected(rejects) == [(2, "customer_blank"), (3, "date_ambiguous"), (4, "amount_invalid")]
    assert set(rejects["code"].to_pylist()) <= REJECTS


def test_half_a_text_file_ends_in_a_row_that_is_rejected(file: Path) -> None:
    text = as_csv([*ORDERS, ["D3", "C3", "2026-02-02 09:00:00", "8"]])
    valid, rejects = read_all(read_orders(write(file, text[: text.index("2026-02-02") + 4])))
    assert valid.num_rows == 2
    assert rejected(rejects) == [(4, "date_invalid")]


def test_half_a_text_file_that_ends_inside_quotes_is_refused(file: Path) -> None:
    text = as_csv([*ORDERS, ["D3", "C3,\nX", "2026-02-02", "8"]])
    assert refusal(write(file, text[: text.index("X")])) == "unclosed_quote"


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_half_a_packed_file_is_damaged(tmp_path: Path, part: float) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"s": ORDERS * 50}).read_bytes()
    packed = gzip.compress(as_csv(ORDERS * 100).encode())
    for content in (book, packed):
        assert refusal(write(tmp_path / "cut", content[: int(len(content) * part)])) in (
            "damaged",
            "unknown_format",
        )


def test_an_unknown_layout_is_refused_with_what_is_missing_and_what_comes_near(file: Path) -> None:
    rows = [["客户编号", "下单的时间", "颜色"], ["C1", "2026-01-31", "红"]]
    with pytest.raises(FileRefused) as refused:
        read_orders(write_csv(file, rows))
    assert refused.value.code == "missing_key"
    assert refused.value.params["keys"] == ("ordered_at", "amount")
    assert refused.value.params["near"] == {"ordered_at": ("下单的时间",)}
