"""Reads files to their end within limits, one per line of its input: `python -m tests.faults.reading`.

Each line is JSON (kind of reader, path); so is each answer. A file that kills the process gets none.
"""

import csv
import io
import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.faults.workbooks import book
from tuanke.kit.files.contacts import ContactFile, read_contacts
from tuanke.kit.files.orders import OrderFile, read_orders
from tuanke.kit.files.refusal import REJECTS, FileRefused
from tuanke.kit.files.text import TextFile
from tuanke.kit.tests.files_samples import ORDERS, as_csv

MIB = 1024**2
ROOM = 1024 * MIB  # of address space beyond what an idle child has; what is used of it is measured

READERS: Mapping[str, Callable[[Path], OrderFile | ContactFile]] = {
    "orders": read_orders,
    "contacts": read_contacts,
}


@dataclass(frozen=True)
class Reading:
    """`end` is "read" or the code of the refusal. `counted` are the file's rows as the csv module sees them."""

    end: str
    params: dict[str, str]
    valid: int = 0
    rejected: int = 0
    rows: int = 0
    counted: int | None = None


def read(kind: str, path: Path) -> Reading:
    try:
        file = READERS[kind](path)
        valid, rejected, rows = set[int](), 0, 0
        for batch in file.batches():
            valid |= set(batch.table["line"].to_pylist())
            assert set(batch.rejects["code"].to_pylist()) <= REJECTS
            rejected += batch.rejects.num_rows
            rows += batch.rows
    except FileRefused as refusal:
        return Reading(refusal.code, {name: str(value) for name, value in refusal.params.items()})
    return Reading("read", {}, len(valid), rejected, rows, _count(file))


def _count(file: OrderFile | ContactFile) -> int | None:
    """Data rows below the header, found without any of the readers; None where Python cannot tell, too."""
    body = file.sheet.body
    if not isinstance(body, TextFile) or body.encoding.errors != "strict" or body.delimiter == " ":
        return None
    text = body.path.read_bytes().decode(body.encoding.name).replace("\0", "")
    records = csv.reader(io.StringIO(text, newline=""), delimiter=body.delimiter)
    above = file.sheet.header_line or 0
    count, line = 0, 0
    try:
        for cells in records:
            count += line >= above and (len(cells) > 1 or bool(cells and cells[0].strip()))
            line = records.line_num
    except csv.Error:
        return None
    return count


def main() -> None:
    _warm_up()
    _limit()
    idle = _memory("VmRSS")
    print("ready", flush=True)
    for line in sys.stdin:
        kind, path = json.loads(line)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
        started = time.process_time()
        answer: dict[str, Any] = asdict(read(kind, Path(path)))
        answer |= {"seconds": time.process_time() - started, "grown": _memory("VmHWM") - idle}
        print(json.dumps(answer), flush=True)


def _warm_up() -> None:
    """What any file needs is loaded, so that a file is charged with what it needs itself."""
    for name, content in (("a.csv", as_csv(ORDERS).encode()), ("a.xlsx", book())):
        path = Path(name)
        path.write_bytes(content)
        read("orders", path)


def _limit() -> None:
    limit = _memory("VmSize") + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _memory(name: str) -> int:
    """Bytes, of this process, as the kernel counts them."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


if __name__ == "__main__":
    main()
