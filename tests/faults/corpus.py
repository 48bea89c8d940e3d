"""Files that mean harm, by name, made when asked for."""

import gzip
import itertools
import random
from collections.abc import Callable, Mapping

from tests.faults.workbooks import (
    FIRST,
    HEADER,
    ROWS,
    SHEET,
    STRINGS,
    book,
    cell,
    packed,
    page,
    parts,
    row,
    sheet,
)
from tuanke.kit.tests.files_samples import ORDERS, as_csv

LAST_ROW = 1_048_576
WIDE = [[*HEADER, *(f"列{n}" for n in range(16_000))], [*ROWS[0]]]


def _replaced(name: str, old: bytes, new: bytes) -> bytes:
    assert old in parts()[name]
    return packed({**parts(), name: parts()[name].replace(old, new)})


def _xxe() -> bytes:
    entity = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'
    return _replaced(SHEET, b"<worksheet", entity)


def _laughs() -> bytes:
    names = "abcdefghij"
    entities = ['<!ENTITY a "haha">']
    entities += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names)]
    content = parts()
    text = content[STRINGS].replace(b"<sst", f"<!DOCTYPE sst [{''.join(entities)}]><sst".encode())
    return packed({**content, STRINGS: text.replace(b"C1", b"&j;")})


def _encrypted_zip() -> bytes:
    """As if a tool had set a password on the zip: the flag of every entry says so."""
    content = bytearray(book())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + at] |= 1
    return bytes(content)


def _hidden_bomb() -> bytes:
    """The sheet is where no XML is looked for."""
    content = parts()
    links = content["xl/_rels/workbook.xml.rels"].replace(b"sheet1.xml", b"sheet1.png")
    bomb = content.pop(SHEET) + b" " * 300_000_000
    return packed({**content, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.png": bomb})


def _many_rows() -> bytes:
    """Every row that a sheet may have, all of them blank but two."""
    return sheet(FIRST + "".join(f'<row r="{n}"/>' for n in range(3, LAST_ROW, 13)), f"A1:D{LAST_ROW}")


def _merged(count: int) -> str:
    cells = "".join(f'<mergeCell ref="B2:B{60_000 - n}"/>' for n in range(count))
    return f'<mergeCells count="{count}">{cells}</mergeCells>'


def _text(rows: list[list[str]], end: str = "\r\n") -> bytes:
    return as_csv(rows).replace("\r\n", end).encode()


def _cut_gb18030() -> bytes:
    return as_csv([*ORDERS, ["D3", "客户丙", "2026-02-02", "8"], ["D4", "客户丁"]]).encode("gb18030")[:-3]


def _long(length: int) -> list[str]:
    return ["D3", "x" * length, "2026-02-02", "8"]


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "bomb.xlsx": lambda: packed({**parts(), SHEET: parts()[SHEET] + b" " * 300_000_000}),
    "bomb in the strings.xlsx": lambda: packed({**parts(), STRINGS: parts()[STRINGS] + b"<si/>" * 40_000_000}),
    "nested.csv.gz": lambda: gzip.compress(gzip.compress(_text(ORDERS))),
    "nested in a zip.xlsx": lambda: packed({"xl/workbook.xml": book()}),
    "bomb.csv.gz": lambda: gzip.compress(b"\n" * 50_000_000) * 45,
    "bomb of commas.csv.gz": lambda: gzip.compress(
        _text(ORDERS) + b'D3,"C"3,2026-02-02,1\n' + b"," * 60_000_000
    ),
    "wide rows.csv.gz": lambda: gzip.compress(_text(ORDERS) + (b'a"b' + b"," * 200_000 + b"\n") * 250),
    "xxe.xlsx": _xxe,
    "billion laughs.xlsx": _laughs,
    "wide.csv": lambda: _text(WIDE),
    "wide.xlsx": lambda: sheet(
        row(HEADER, None).replace("</row>", "<c><v>1</v></c>" * 16_000 + "</row>") + row(ROWS[0], None)
    ),
    "long cell.csv": lambda: _text([*ORDERS, _long(10_000_000)]),
    "long cell.xlsx": lambda: sheet(FIRST + row(_long(10_000_000), 3)),
    "long cells.xlsx": lambda: sheet(FIRST + "".join(row(_long(30_000), n) for n in range(3, 300))),
    "lying dimension, small.xlsx": lambda: sheet(FIRST, "A1"),
    "lying dimension, large.xlsx": lambda: sheet(FIRST, f"A1:XFD{LAST_ROW}"),
    "lying dimension, absurd.xlsx": lambda: sheet(FIRST, "A1:ZZZZZZZ4294967295"),
    "rows declared.xlsx": _many_rows,
    "one cell far below.xlsx": lambda: sheet(FIRST + row(["D3"], LAST_ROW)),
    "one cell far right and below.xlsx": lambda: sheet(
        FIRST + f'<row r="{LAST_ROW}">{cell("x", f"BH{LAST_ROW}")}</row>'
    ),
    "a sheet by another name.xlsx": _hidden_bomb,
    "cells without places.xlsx": lambda: sheet(
        FIRST + f"<row>{'<c><v>1</v></c>' * 60_000}</row>" + row(["D9"], 99_000)
    ),
    "rows without numbers.xlsx": lambda: sheet("".join(row(values, None) for values in ORDERS)),
    "row zero.xlsx": lambda: sheet(FIRST + row(ROWS[1], 0)),
    "row minus one.xlsx": lambda: sheet(FIRST + row(ROWS[1], -1)),
    "row of 20 digits.xlsx": lambda: sheet(FIRST + row(ROWS[1], 10**20)),
    "row beyond 32 bits.xlsx": lambda: sheet(FIRST + row(ROWS[1], 2**32 + 2)),
    "the same row twice.xlsx": lambda: sheet(FIRST + row(ROWS[0], 3) + row(ROWS[1], 3)),
    "a row that goes back.xlsx": lambda: sheet(FIRST + row(ROWS[0], 4) + row(ROWS[1], 3)),
    "cells of another row.xlsx": lambda: sheet(FIRST + row(ROWS[1], 2).replace('row r="2"', 'row r="3"')),
    "merged without end.xlsx": lambda: sheet(
        FIRST + "".join(row([f"D{n}", "", "2026-02-02", "1"], n) for n in range(3, 4_000)), after=_merged(40_000)
    ),
    "merged over everything.xlsx": lambda: sheet(
        FIRST, after=f'<mergeCells count="1"><mergeCell ref="A1:XFD{LAST_ROW}"/></mergeCells>'
    ),
    "string out of range.xlsx": lambda: sheet(FIRST.replace(cell("D1", "A2"), '<c r="A2" t="s"><v>4000000000</v></c>')),
    "string below zero.xlsx": lambda: sheet(FIRST.replace(cell("D1", "A2"), '<c r="A2" t="s"><v>-1</v></c>')),
    "strings that lie.xlsx": lambda: _replaced(STRINGS, b"<sst", b'<sst x="1" count="4294967295"'),
    "formulas.xlsx": lambda: sheet(
        FIRST
        + '<row r="3"><c r="A3"><f>HYPERLINK("http://192.0.2.1")</f></c><c r="D3"><f>1/0</f><v>9</v></c></row>'
    ),
    "formulas.csv": lambda: _text([*ORDERS, ["=1+1", "@SUM(A1)", "+1", "-1"], ["\t=cmd|' /C calc'!A0", "", "", ""]]),
    "wrong magic.xlsx": lambda: _text(ORDERS),
    "wrong magic.csv": book,
    "executable.csv": lambda: b"MZ" + random.Random(1).randbytes(5_000),
    "picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(5_000),
    "page.xls": page,
    "page without rows.xls": lambda: b"<html><script>alert('<table><tr><td>1')</script><form>name</form></html>",
    "page of tables in tables.xls": lambda: b"<table><tr><td>" * 100_000,
    "page of open comments.xls": lambda: page() + b"<!-- " * 2_000_000,
    "page of merged cells.xls": lambda: page() + b"<tr>" + b"<td colspan=900 rowspan=900000>" * 18 + b"<tr>" * 50_000,
    "zeros.csv": lambda: _text(ORDERS) + b"\0" * 5_000_000,
    "zeros between.csv": lambda: _text(ORDERS).replace(b",", b",\0"),
    "utf-16 without mark.csv": lambda: as_csv(ORDERS).encode("utf-16-le"),
    "utf-16 without mark, other end.csv": lambda: as_csv(ORDERS).encode("utf-16-be"),
    "utf-16 cut.csv": lambda: as_csv(ORDERS).encode("utf-16")[:-1],
    "mixed line ends.csv": lambda: _text(ORDERS) + b"D3,C3,2026-02-02,1\rD4,C4,2026-02-02,1\nD5,C5,2026-02-02,1\r\r\n",
    "gb18030 cut.csv": _cut_gb18030,
    "mixed encodings.csv": lambda: _text(ORDERS) + as_csv([["D3", "张三", "2026-02-02", "1"]]).encode("gb18030"),
    "header twice.csv": lambda: _text([*ORDERS, HEADER, *ROWS]),
    "two columns of one name.csv": lambda: _text([[*HEADER, HEADER[3]], *([*values, "1"] for values in ROWS)]),
    "encrypted.xlsx": _encrypted_zip,
    "names that climb.xlsx": lambda: packed({**parts(), "../../../../tmp/climbed.xml": b"<a/>", "/etc/climbed": b""}),
    "ten thousand parts.xlsx": lambda: packed({**parts(), **{f"xl/{n}.xml": b"" for n in range(10_000)}}),
    "quotes without end.csv": lambda: _text(ORDERS) + b'"' + b"a,b\n" * 2_000_000,
    "quotes everywhere.csv": lambda: _text(ORDERS) + b'"' * 3_000_001,
}  # fmt: skip
