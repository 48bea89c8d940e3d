"""Taking back a change of a row that may have been changed again since."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]
GONE = object()


def restored(before: Row, after: Row, now: Row) -> tuple[dict[str, Any], list[str]]:
    """(columns to set, columns that somebody changed since and that stay), per key inside JSON objects."""
    columns: dict[str, Any] = {}
    conflicts: list[str] = []
    for name in before:
        was, became, current = before[name], after[name], now[name]
        if was == became or name == "version":
            continue
        if isinstance(was, dict) and isinstance(became, dict) and isinstance(current, dict):
            columns[name], inner = _keys(was, became, current)
            conflicts += [f"{name}.{key}" for key in inner]
        elif current == became:
            columns[name] = was
        else:
            conflicts.append(name)
    return {name: value for name, value in columns.items() if value != now[name]}, conflicts


def _keys(was: Row, became: Row, current: Row) -> tuple[dict[str, Any], list[str]]:
    kept = dict(current)
    conflicts = []
    for key in was.keys() | became.keys():
        old, new, now = (row.get(key, GONE) for row in (was, became, current))
        if old == new:
            continue
        if now != new:
            conflicts.append(key)
        elif old is GONE:
            del kept[key]
        else:
            kept[key] = old
    return kept, sorted(conflicts)
