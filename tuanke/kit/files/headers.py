"""Header cells: how names are compared, made unique, and found below title rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

SCAN_ROWS = 10
MIN_HEADER_CELLS = 2

_IGNORED = re.compile(r"[\s_\-.'\"\ufeff]+")
_UNIT = re.compile(r"(?<=.)[(\[](?:元|rmb|cny|usd|¥|\$|件|份|个)[)\]]$")


def fold(name: str) -> str:
    """The form in which two header names are the same: NFKC, no case, no blanks, no unit at the end."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return _UNIT.sub("", plain)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Names as written, without blanks around; a second `分销员` is `分销员__2`, a blank third cell `#3`."""
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(cells, start=1):
        name = cell.replace("\ufeff", "").strip() or f"#{number}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}__{seen[name]}")
    return tuple(names)


def drop_blank_end(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def find_header(rows: Sequence[Sequence[str]], score: Callable[[Sequence[str]], int]) -> int | None:
    """The index of the row with the best score, else of the first with most cells filled; None for none.

    `score` counts the headers that are recognised in a row.
    """
    scores = [score(row) for row in rows]
    if any(scores):
        return scores.index(max(scores))
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if not filled or max(filled) < MIN_HEADER_CELLS:
        return None
    return filled.index(max(filled))
