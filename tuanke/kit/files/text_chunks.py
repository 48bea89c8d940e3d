"""A text file in chunks: by Arrow as long as the text is plain, character by character from where it is not."""

import codecs
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from tuanke.kit.files.chunks import Chunk, row_chunks
from tuanke.kit.files.text import LONGEST_LINE, TextFile, lines_of
from tuanke.kit.files.text_blocks import Records, cut_records, without_blank
from tuanke.kit.files.text_chunk import TextChunk

FIRST_BLOCK = 500_000  # bytes or characters: enough for a look at the file
BLOCK = 4_000_000


@dataclass(frozen=True)
class TextTable:
    """The records of a file below its header; `wanted` columns are parsed, the others when asked for."""

    file: TextFile
    header: tuple[str, ...]
    header_line: int
    wanted: frozenset[str] = field(default_factory=frozenset)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Up to `size` records in a chunk. Raises FileRefused as `TextFile.blocks` does."""
        if self.file.delimiter == " ":  # runs of spaces part columns
            yield from row_chunks(self.header, self.file.blocks(size), self.header_line)
            return
        left, line = b"", 1
        with closing(_Bytes(self.file)) as source:
            while piece := source.read(BLOCK if line > 1 else FIRST_BLOCK):
                left += piece
                found = cut_records(left, line, self.file.delimiter)
                if found is None:
                    break
                records, line = found
                left = left[len(records.text) :]
                yield from self._chunks(records, size)
            if left:
                blocks = self.file.blocks_of(source.lines(left), size, above=line - 1)
                yield from row_chunks(self.header, blocks, self.header_line)

    def _chunks(self, records: Records, size: int) -> Iterator[TextChunk]:
        below = int(np.searchsorted(records.lines, self.header_line, side="right"))
        told = without_blank(records.part(below, len(records)))
        for first in range(0, len(told), size):
            part = told.part(first, min(first + size, len(told)))
            yield TextChunk(self.header, part, self.file.delimiter, self.wanted)


class _Bytes:
    """The file as UTF-8; what is strict UTF-8 already is not decoded."""

    def __init__(self, file: TextFile) -> None:
        encoding = file.encoding
        self._is_plain = encoding.name in ("utf-8", "utf-8-sig") and encoding.errors == "strict"
        self._has_nul = encoding.has_nul
        self._raw = file.path.open("rb") if self._is_plain and not encoding.has_nul else None
        if self._raw is not None and self._raw.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            self._raw.seek(0)
        self._text = file.open()

    def read(self, size: int) -> bytes:
        if self._raw is not None:
            return self._raw.read(size)
        text = self._text.read(size)
        return (text.replace("\0", "") if self._has_nul else text).encode("utf-8", "replace")

    def lines(self, left: bytes) -> Iterator[str]:
        """All that was not yet taken: `left` is the end of what was read."""
        if self._raw is not None:
            self._raw.seek(-len(left), io.SEEK_CUR)
            self._text.close()
            self._text = io.TextIOWrapper(self._raw, "utf-8", newline="")
            return lines_of(self._text)
        cut = io.StringIO(left.decode() + self._text.readline(LONGEST_LINE), newline="")
        return chain(lines_of(cut), lines_of(self._text))

    def close(self) -> None:
        self._text.close()
        if self._raw is not None:
            self._raw.close()
