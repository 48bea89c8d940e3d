"""Packed files: gzip unfolded within bounds, the parts of a workbook weighed before anything parses them."""

import gzip
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tuanke.kit.files.limits import Limits
from tuanke.kit.files.refusal import FileRefused

BLOCK = 1024**2
OVERLAP = 64  # a cell reference cut by a block's end is seen whole with the next block

LOCAL_HEADER = 30
ENCRYPTED_FLAG = 1
MAX_SHEET_ROWS = 1_048_576
WIDE_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,9})[0-9]""")
TALL_CELL = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}([0-9]{6,})""")
ANY_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}([0-9]+)""")
NARROW = 26  # columns A to Z, which WIDE_CELL does not look for
SHORT = 99_999  # rows which TALL_CELL does not look for


def gunzip(path: Path, limits: Limits) -> Path:
    """The unpacked bytes in a new temporary file, which the caller removes."""
    handle, name = tempfile.mkstemp(prefix="tuanke-")
    target = Path(name)
    try:
        with open(handle, "wb") as out, gzip.open(path, "rb") as packed:  # noqa: PTH123  the handle is open
            _copy(packed, out, limits.unpacked_bytes)
    except FileRefused:
        target.unlink()
        raise
    except (EOFError, OSError, zlib.error) as error:
        target.unlink()
        raise FileRefused("damaged", kind="gz") from error
    return target


def _copy(packed: gzip.GzipFile, out: BinaryIO, limit: int) -> None:
    size = 0
    while block := packed.read(BLOCK):
        size += len(block)
        if size > limit:
            raise FileRefused("too_large", limit=limit)
        out.write(block)


def check_workbook(path: Path, limits: Limits) -> bool:
    """Whether the zip is a workbook that is safe to parse; False for any other zip.

    Sizes are measured by inflating, since the central directory may lie. Raises FileRefused `zip_bomb`,
    `encrypted` or `damaged`.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            entries = archive.infolist()
            if len(entries) > limits.zip_entries:
                raise FileRefused("zip_bomb")
            if not any(entry.filename.lower() == "xl/workbook.xml" for entry in entries):
                return False
            _weigh(raw, entries, limits)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("damaged", kind="xlsx") from error
    return True


def _weigh(raw: BinaryIO, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if sum(entry.file_size for entry in entries) > limits.zip_bytes:
        raise FileRefused("zip_bomb")
    total = 0
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise FileRefused("encrypted")
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue  # pictures are never opened
        budget = min(limits.zip_bytes - total, _allowed(entry, limits))
        total += _check_part(raw, entry, budget, limits)


def _allowed(entry: zipfile.ZipInfo, limits: Limits) -> int:
    return max(limits.zip_ratio_from, entry.compress_size * limits.zip_ratio)


def _check_part(raw: BinaryIO, entry: zipfile.ZipInfo, budget: int, limits: Limits) -> int:
    """The unpacked size of one part. Refused: too big, or cells that span too large a rectangle."""
    size, columns, rows, tail = 0, NARROW, SHORT, b""
    for block in _inflate(raw, entry):
        size += len(block)
        if size > budget:
            raise FileRefused("zip_bomb")
        text = tail + block
        columns = max(columns, *map(_column_number, set(WIDE_CELL.findall(text))), 0)
        rows = max(rows, *map(int, TALL_CELL.findall(text)), 0)
        tail = text[-OVERLAP:]
    if rows > MAX_SHEET_ROWS:
        raise FileRefused("zip_bomb")
    if columns * rows > limits.sheet_cells and columns * _last_row(raw, entry) > limits.sheet_cells:
        raise FileRefused("zip_bomb")
    return size


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _last_row(raw: BinaryIO, entry: zipfile.ZipInfo) -> int:
    """The exact last row: a full look at every reference, only for sheets whose quick bound was too large."""
    last, tail = 0, b""
    for block in _inflate(raw, entry):
        text = tail + block
        last = max(last, *map(int, set(ANY_ROW.findall(text))), 0)
        tail = text[-OVERLAP:]
    return last


def _inflate(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's bytes until its own end. zipfile would stop at the declared size and hide the rest."""
    raw.seek(entry.header_offset)
    header = raw.read(LOCAL_HEADER)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    raw.seek(name_length + extra_length, 1)
    left = entry.compress_size
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (block := raw.read(min(BLOCK, left))):
            left -= len(block)
            yield block
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FileRefused("damaged", kind="xlsx")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and not inflater.eof and (packed := raw.read(min(BLOCK, left))):
        left -= len(packed)
        while packed and (block := inflater.decompress(packed, BLOCK)):
            yield block
            packed = inflater.unconsumed_tail
