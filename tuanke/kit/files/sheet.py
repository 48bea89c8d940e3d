"""One table of a file: its header and its rows in chunks, whatever the format."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tuanke.kit.files.chunks import Block, Chunk, row_chunks, rows_per_chunk
from tuanke.kit.files.columnar import ParquetTable, open_parquet
from tuanke.kit.files.formats import Source, open_source
from tuanke.kit.files.headers import SCAN_ROWS, drop_blank_end, find_header, unique_names
from tuanke.kit.files.html_tables import HtmlRows
from tuanke.kit.files.limits import DEFAULT_LIMITS, Limits
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.text import TextFile, open_text
from tuanke.kit.files.text_chunks import TextTable
from tuanke.kit.files.workbook import SheetRows, open_workbook

Score = Callable[[Sequence[str]], int]
WIDTH_SAMPLE = 50
Rows = TextFile | SheetRows | HtmlRows


@dataclass(frozen=True)
class Sheet:
    """`header_line` is None where the file has none; columns are then named by number, from "1".

    `merged` names the columns in which data cells are merged vertically, `wanted` those that will be asked
    for; the others can be, too, at a price. Iterating `chunks` may raise
    FileRefused where the damage is further down in the file.
    """

    source: Source
    body: Rows | ParquetTable
    header: tuple[str, ...]
    header_line: int | None
    merged: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()

    @property
    def encoding(self) -> str | None:
        return self.body.encoding.name if isinstance(self.body, TextFile) else None

    @property
    def name(self) -> str | None:
        return self.body.name if isinstance(self.body, SheetRows) else None

    def chunks(self, size: int | None = None) -> Iterator[Chunk]:
        """All data rows, from the first, in chunks of `size` rows."""
        size = size or rows_per_chunk(len(self.header))
        if isinstance(self.body, ParquetTable):
            yield from self.body.chunks(self.header, size)
            return
        if isinstance(self.body, TextFile):
            table = TextTable(self.body, self.header, self.header_line or 0, self.wanted)
            yield from table.chunks(size)
            return
        yield from row_chunks(self.header, self.body.blocks(size), self.header_line or 0)

    def filling(self, columns: frozenset[str]) -> "Sheet":
        """The same sheet, where a vertically merged cell of these columns counts for all of its rows."""
        if not isinstance(self.body, SheetRows):
            return self
        positions = frozenset(self.header.index(name) for name in columns & self.merged)
        return replace(self, body=replace(self.body, fill=positions))


@dataclass(frozen=True)
class SheetOptions:
    """What the caller knows about a file; everything else is found out.

    `sheet_names` are tried in order, without them every visible sheet; `headerless` files have data in the
    first row.
    """

    sheet_names: tuple[str, ...] = ()
    encoding: str | None = None
    headerless: bool = False
    scan_rows: int = SCAN_ROWS
    limits: Limits = DEFAULT_LIMITS


def open_sheet(path: Path, score: Score, options: SheetOptions | None = None) -> Sheet:
    """The table whose header row `score` likes best. Raises FileRefused."""
    options = options or SheetOptions()
    source = open_source(path, options.limits)
    if source.kind == "parquet":
        return _parquet_sheet(source, options)
    bodies = _bodies(source, options)
    tops = [next(body.blocks(max(options.scan_rows, WIDTH_SAMPLE)), ([], [])) for body in bodies]
    filled = [index for index, (lines, _) in enumerate(tops) if lines]
    if not filled:
        raise FileRefused("no_rows")
    best = max(filled, key=lambda index: max(map(score, tops[index][1][: options.scan_rows])))
    if options.headerless:
        return _headerless(source, bodies[best], tops[best], options.limits)
    return _with_header(source, bodies[best], tops[best], score, options)


def _bodies(source: Source, options: SheetOptions) -> Sequence[Rows]:
    if source.kind == "text":
        return [open_text(source.path, options.encoding)]
    if source.kind == "html":
        return [HtmlRows(source.path)]
    return open_workbook(source.path, source.kind, options.sheet_names)


def _headerless(source: Source, body: Rows, top: Block, limits: Limits) -> Sheet:
    width = max(len(drop_blank_end(cells)) for cells in top[1])
    header = tuple(str(number) for number in range(1, width + 1))
    return Sheet(source, body, _checked(header, limits), None)


def _with_header(
    source: Source,
    body: Rows,
    top: Block,
    score: Score,
    options: SheetOptions,
) -> Sheet:
    lines, rows = top
    index = find_header(rows[: options.scan_rows], score)
    if index is None:
        raise FileRefused("no_header")
    if index + 1 == len(rows):
        raise FileRefused("no_rows")
    line, cells = lines[index], rows[index]
    if isinstance(body, TextFile):
        return Sheet(source, body, _checked(unique_names(drop_blank_end(cells)), options.limits), line)
    # in a workbook a column without header is no sign of a broken row: keep it, named by its number
    header = _checked(unique_names(cells), options.limits)
    merged = frozenset(header[i] for i in body.merged_below(line) if i < len(header))
    return Sheet(source, body, header, line, merged)


def _parquet_sheet(source: Source, options: SheetOptions) -> Sheet:
    table = open_parquet(source.path, options.limits)
    if not table.columns:
        raise FileRefused("no_header")
    if not table.rows:
        raise FileRefused("no_rows")
    header = table.columns
    if options.headerless and not any(name.isdecimal() for name in header):
        header = tuple(str(number) for number in range(1, len(header) + 1))
    return Sheet(source, table, _checked(unique_names(header), options.limits), None)


def _checked(header: tuple[str, ...], limits: Limits) -> tuple[str, ...]:
    if len(header) > limits.columns:
        raise FileRefused("too_wide", columns=len(header), limit=limits.columns)
    return header
