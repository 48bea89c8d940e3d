"""Packed files: gzip unfolded within bounds, the parts of a workbook weighed before anything parses them."""

import gzip
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tuanke.kit.files.extents import Extent, exact_extent
from tuanke.kit.files.limits import Limits
from tuanke.kit.files.refusal import FileRefused

BLOCK = 1024**2
LOCAL_HEADER = 30
ENCRYPTED_FLAG = 1
MAX_SHEET_ROWS = 1_048_576


def gunzip(path: Path, limits: Limits) -> Path:
    """The unpacked bytes in a new temporary file, which the caller removes."""
    handle, name = tempfile.mkstemp(prefix="tuanke-")
    target = Path(name)
    try:
        with open(handle, "wb") as out, gzip.open(path, "rb") as packed:  # noqa: PTH123  the handle is open
            _copy(packed, out, _unpacked_limit(path, limits))
    except FileRefused:
        target.unlink()
        raise
    except (EOFError, OSError, zlib.error) as error:
        target.unlink()
        raise FileRefused("damaged", kind="gz") from error
    return target


def _unpacked_limit(path: Path, limits: Limits) -> int:
    return min(limits.unpacked_bytes, max(limits.gzip_ratio_from, path.stat().st_size * limits.zip_ratio))


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
        budget = min(limits.zip_bytes - total, _allowed(entry, limits))
        total += _check_part(raw, entry, budget, limits)


def _allowed(entry: zipfile.ZipInfo, limits: Limits) -> int:
    return max(limits.zip_ratio_from, entry.compress_size * limits.zip_ratio)


def _check_part(raw: BinaryIO, entry: zipfile.ZipInfo, budget: int, limits: Limits) -> int:
    """The unpacked size of one part. Refused: too big, or cells that span too large a rectangle."""
    size, extent = 0, Extent()
    for block in _inflate(raw, entry):
        size += len(block)
        if size > budget:
            raise FileRefused("zip_bomb")
        extent.add(block)
    columns, rows = extent.columns, extent.rows
    if not extent.is_placed and size > limits.unplaced_bytes:
        raise FileRefused("zip_bomb")
    if not extent.is_placed or columns * rows > _allowed_cells(size, limits):
        columns, rows = exact_extent(_inflate(raw, entry))
    if max(extent.rows, rows) > MAX_SHEET_ROWS or columns * rows > _allowed_cells(size, limits):
        raise FileRefused("zip_bomb")
    return size


def _allowed_cells(size: int, limits: Limits) -> int:
    """A rectangle of more cells than the part has bytes is nearly empty: few of its cells can be real."""
    return min(limits.sheet_cells, max(limits.sparse_cells, size))


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
