"""The hash chain: each entry's hash covers its content and the hash before it, so an edit shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64


def entry_hash(previous: str, content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def first_break(entries: Iterable[tuple[int, str, Mapping[str, Any]]]) -> int | None:
    """The id of the first entry whose hash does not follow from the one before; None if all do.

    `entries` are (id, stored hash, content) in order of id.
    """
    previous = GENESIS
    for number, stored, content in entries:
        if entry_hash(previous, content) != stored:
            return number
        previous = stored
    return None
