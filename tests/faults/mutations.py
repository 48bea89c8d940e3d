"""Valid exports of every platform, each harmed in ten ways: the same ones for the same seed."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.exports.index import EXPORTS
from tests.faults.workbooks import SHEET, STRINGS, packed, page, unpacked

MUTATIONS = 10
PAGES = 0.05  # of the files: no platform's own layout, but any of them may come like this


def mutated(seed: int) -> Iterator[tuple[str, str, bytes]]:
    """(kind of reader, file name, content): one valid file, changed in `MUTATIONS` ways."""
    dice = random.Random(seed)
    kind, name, content = _valid(dice)
    for number in range(MUTATIONS):
        is_inside = name.endswith("xlsx") and number % 2 == 1
        changed = _changed_inside(content, dice) if is_inside else _changed(content, dice)
        yield kind, f"{seed}-{number}-{name}", changed


def _valid(dice: random.Random) -> tuple[str, str, bytes]:
    if dice.random() < PAGES:
        return "orders", "page.xls", page()
    export = dice.choice([export for export in EXPORTS.values() if not export.refused])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, export.file_name)
        export.write(path)
        content = path.read_bytes()
    return export.kind, export.file_name, _timeless(content) if path.suffix == ".xlsx" else content


def _timeless(content: bytes) -> bytes:
    """Without the part that says when the workbook was written."""
    return packed({name: part for name, part in unpacked(content).items() if name != "docProps/core.xml"})


def _changed_inside(content: bytes, dice: random.Random) -> bytes:
    """A workbook that is whole as a zip, with one of its parts changed."""
    inside = unpacked(content)
    name = dice.choice([SHEET, SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml"])
    return packed({**inside, name: _changed(inside[name], dice)})


def _changed(content: bytes, dice: random.Random) -> bytes:
    """A few bytes flipped, replaced, removed, doubled or cut off."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(changed))
        length = min(dice.choice((1, 1, 2, 8, 64)), len(changed) - at)
        match dice.randrange(6):
            case 0:
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                changed[at : at + length] = dice.randbytes(length)
            case 2:
                changed[at] = dice.choice(b'",;\t\r\n\0\xff<>&-09')
            case 3:
                del changed[at : at + length]
            case 4:
                changed[at:at] = changed[at : at + length]
            case _ if dice.random() < 0.3:
                del changed[at:]
        if not changed:
            return b""
    return bytes(changed)
