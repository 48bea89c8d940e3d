"""What a file is, by its content: the name of a merchant's file says little."""

import mmap
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tuanke.kit.files.archives import check_workbook, gunzip
from tuanke.kit.files.html_tables import write_rows
from tuanke.kit.files.limits import Limits
from tuanke.kit.files.refusal import FileRefused

Kind = Literal["text", "html", "xlsx", "xls", "parquet"]

HEAD = 65_536
GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"
PARQUET_ENCRYPTED = b"PARE"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<?xml", b"<div", b"<style")
CONTROLS = bytes(set(range(32)) - set(b"\0\t\n\r\f\x1a\x1b"))
STRAY_CONTROLS = 16
MAX_CONTROL_SHARE = 0.02


@dataclass(frozen=True)
class Source:
    """A file ready to be read: `path` holds plain bytes of `kind`, of "html" the rows as comma-separated UTF-8.

    What had to be unpacked or written out for that is a temporary file and goes with this object.
    """

    path: Path
    kind: Kind
    gzipped: bool = False


def open_source(path: Path, limits: Limits) -> Source:
    """Raises FileRefused for what is missing, empty, too large, encrypted, dangerous or unknown."""
    try:
        size = path.stat().st_size
        head = _head(path)
    except OSError as error:
        raise FileRefused("not_readable") from error
    if size > limits.file_bytes:
        raise FileRefused("too_large", limit=limits.file_bytes)
    if not head.startswith(GZIP):
        return _ready(path, head, limits)
    unpacked = gunzip(path, limits)
    try:
        source = _ready(unpacked, _head(unpacked), limits, gzipped=True)
    except FileRefused:
        unpacked.unlink()
        raise
    return _goes_with(source, unpacked)


def _ready(path: Path, head: bytes, limits: Limits, *, gzipped: bool = False) -> Source:
    kind = _sniff(path, head, limits)
    if kind != "html":
        return Source(path, kind, gzipped)
    rows = write_rows(path, limits)
    return _goes_with(Source(rows, kind, gzipped), rows)


def _goes_with(source: Source, temporary: Path) -> Source:
    weakref.finalize(source, temporary.unlink, missing_ok=True)
    return source


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _sniff(path: Path, head: bytes, limits: Limits) -> Kind:
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty_file")
    if head.startswith(PARQUET_ENCRYPTED):
        raise FileRefused("encrypted")
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(ZIP) and check_workbook(path, limits):
        return "xlsx"
    if head.startswith(OLE):
        return _old_office(path)
    if _looks_like_markup(head):
        return "html"
    if not head.startswith(UTF16) and _looks_binary(head):
        raise FileRefused("unknown_format")
    return "text"


def _old_office(path: Path) -> Kind:
    """An .xls; a password-protected .xlsx is stored in the same container under this stream name."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        if view.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise FileRefused("encrypted")
    return "xls"


def _looks_like_markup(head: bytes) -> bool:
    text = head.decode("utf-16", "ignore").encode() if head.startswith(UTF16) else head
    return text.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP)


def _looks_binary(head: bytes) -> bool:
    """Text has hardly any control characters; NUL is tolerated because broken exports are padded with it."""
    if head.startswith((GZIP, ZIP)):
        return True
    controls = len(head) - len(head.translate(None, CONTROLS))
    return controls > STRAY_CONTROLS + MAX_CONTROL_SHARE * len(head)
