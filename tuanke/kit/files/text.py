"""Delimited text: its encoding, its delimiter, its records with the line each one starts on."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from tuanke.kit.files.chunks import CHUNK_CELLS, Block
from tuanke.kit.files.refusal import FileRefused

if TYPE_CHECKING:
    import _csv

BLOCK = 1024**2
SAMPLE_LINES = 50
SAMPLE_CHARS = 262_144
DELIMITERS = ",\t;|"
LONGEST_LINE = 4_000_000  # characters
MOST_CELLS = 16_384  # in a row: as many as the widest spreadsheet has columns
END = "\0"  # no line holds a NUL: an end mark inside a cell proves that a quote was never closed


@dataclass(frozen=True)
class Encoding:
    """`errors` is "replace" only when no encoding reads the whole file."""

    name: str
    errors: str = "strict"
    has_nul: bool = False


@dataclass(frozen=True)
class TextFile:
    """A delimited text file; reading starts anew with every call."""

    path: Path
    encoding: Encoding
    delimiter: str

    def blocks(self, size: int) -> Iterator[Block]:
        """(the line each record starts on, its cells), `size` at a time; lines without any cell are skipped.

        Raises FileRefused `unclosed_quote`, `cell_too_long` or `too_wide`, perhaps after many good records.
        """
        with self.open() as file:
            yield from self.blocks_of(lines_of(file), size)

    def open(self) -> io.TextIOWrapper:
        return _open(self.path, self.encoding)

    def blocks_of(self, lines: Iterable[str], size: int, above: int = 0) -> Iterator[Block]:
        """`blocks` of these lines, with so many lines `above` them."""
        reader = _reader(chain(_lines(lines, self.encoding), [END]), self.delimiter)
        starts: list[int] = []
        rows: list[list[str]] = []
        held, start = 0, above + 1
        try:
            for cells in reader:
                if len(cells) > 1 or (cells and cells[0].strip() and cells[0] != END):
                    starts.append(start)
                    rows.append(cells)
                    held += _width(cells)
                    if len(rows) == size or held > CHUNK_CELLS:
                        yield _closed(starts, rows)
                        starts, rows, held = [], [], 0
                start = above + reader.line_num + 1
        except csv.Error as error:
            raise FileRefused("cell_too_long", line=start) from error
        if rows:
            yield _closed(starts, rows)


def _closed(starts: list[int], rows: list[list[str]]) -> Block:
    """The block itself. A quote that is never closed swallows the rest of the file, end mark included."""
    if rows[-1][-1].endswith(END):
        raise FileRefused("unclosed_quote", line=starts[-1])
    return starts, rows


def _width(cells: list[str]) -> int:
    if len(cells) > MOST_CELLS:
        raise FileRefused("too_wide", columns=len(cells), limit=MOST_CELLS)
    return len(cells)


def lines_of(file: io.TextIOBase) -> Iterator[str]:
    """Raises csv.Error for a line that no table has, before it is all in memory."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and line.strip("\0"):  # a broken export may be padded with NUL
            raise csv.Error("line too long")
        yield line


def open_text(path: Path, encoding: str | None = None) -> TextFile:
    """Detects what was not given. Raises FileRefused for an encoding that does not exist."""
    found = detect_encoding(path) if encoding is None else _given_encoding(encoding)
    with _open(path, found) as file:
        sample = file.read(SAMPLE_CHARS).replace("\0", "")
    return TextFile(path, found, sniff_delimiter(sample))


def _given_encoding(name: str) -> Encoding:
    try:
        codecs.lookup(name).incrementaldecoder(errors="replace").decode(b"")
    except (LookupError, TypeError) as error:
        raise FileRefused("unknown_encoding", encoding=name) from error
    return Encoding(name, errors="replace", has_nul=True)


def detect_encoding(path: Path) -> Encoding:
    """BOM, then strict UTF-8, then GB18030; where all fail, the one of the last two with fewer bad places."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", errors="replace", has_nul=True)
    has_nul = _has_nul(path)
    if head.startswith(codecs.BOM_UTF8):
        errors = "strict" if _decodes(path, "utf-8") else "replace"
        return Encoding("utf-8-sig", errors, has_nul)
    for name in ("utf-8", "gb18030"):
        if _decodes(path, name):
            return Encoding(name, has_nul=has_nul)
    name = min(("gb18030", "utf-8"), key=lambda candidate: _bad_places(path, candidate))
    return Encoding(name, "replace", has_nul)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _has_nul(path: Path) -> bool:
    return any(b"\0" in block for block in _blocks(path))


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _bad_places(path: Path, name: str) -> int:
    decoder = codecs.getincrementaldecoder(name)("replace")
    return sum(decoder.decode(block).count("\ufffd") for block in _blocks(path))


def _open(path: Path, encoding: Encoding) -> io.TextIOWrapper:
    return path.open("r", BLOCK, encoding.name, encoding.errors, newline="")


def _lines(lines: Iterable[str], encoding: Encoding) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines) if encoding.has_nul else iter(lines)


def _reader(lines: Iterator[str], delimiter: str) -> "_csv.Reader":
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter == " ")


def sniff_delimiter(sample: str) -> str:
    """The delimiter that cuts most lines into the same number of cells, at least two; else runs of spaces."""
    lines = list(islice(io.StringIO(sample, newline=""), SAMPLE_LINES))
    best = max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))
    if _regularity(lines, best)[0]:
        return best
    return " " if _regularity(lines, " ")[0] == len(lines) else ","


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    """(lines with the most common width above one, that width)."""
    try:
        widths = Counter(len(cells) for cells in _reader(iter(lines), delimiter) if len(cells) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, count = widths.most_common(1)[0]
    return count, width
