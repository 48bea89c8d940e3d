"""Small workbooks, whole or made by hand: what no tool would write."""

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tuanke.kit.tests.files_samples import ORDERS, write_xlsx

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
HEADER, *ROWS = ORDERS
Parts = dict[str, bytes]


def book() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder, "a.xlsx"), {"s": ORDERS}).read_bytes()


def unpacked(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def parts() -> Parts:
    return unpacked(book())


def packed(content: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)  # no time of writing
    return out.getvalue()


def sheet(rows: str, dimension: str = "A1:D3", after: str = "") -> bytes:
    """A workbook whose one sheet has these rows."""
    head, body = parts()[SHEET].split(b"<sheetData>")
    head = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{dimension}"'.encode(), head)
    tail = body.split(b"</sheetData>")[1]
    text = f"<sheetData>{rows}</sheetData>{after}".encode()
    return packed({**parts(), SHEET: head + text + tail})


def page() -> bytes:
    """What a shop's older back office calls a workbook."""
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in ORDERS)
    return f"<html><meta charset=utf-8><script>alert(1)</script><table>{lines}</table></html>".encode()


def cell(value: str, place: str = "") -> str:
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{value}</t></is></c>'


def row(values: list[str], number: int | None) -> str:
    """Without a number the cells have no places either: they follow one another."""
    places = [f"{letter}{number}" if number is not None else "" for letter in "ABCDEFG"]
    at = f' r="{number}"' if number is not None else ""
    return f"<row{at}>{''.join(map(cell, values, places))}</row>"


FIRST = row(HEADER, 1) + row(ROWS[0], 2)
