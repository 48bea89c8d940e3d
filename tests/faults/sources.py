"""The same two order files for every source, and what came of them: alike for all sources, names apart."""

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tuanke.orders.tests.books import books, rows
from tuanke.orders.tests.factories import AT, order, write_csv
from tuanke.platform.imports.services import receiving

if TYPE_CHECKING:
    from tuanke.platform.imports.models import ImportBatch

SOURCE = re.compile(r"s\d{5}")
HASH = re.compile(r"[0-9a-f]{64}")
CHANGED = {3, 17, 31, 44}
ACCOUNTS = """
SELECT source, file_name, state, step, steps, rows, created, updated, unchanged, rejected FROM imports_importbatch
"""
TWICE = """
SELECT object_uid, verb FROM engagement_customerevent GROUP BY object_uid, verb HAVING count(*) > 1
"""
UNTOLD = """
SELECT b.id FROM imports_importbatch b LEFT JOIN outbox_outboxevent e
    ON e.name = 'orders.imported' AND (e.payload ->> 'batch_id')::bigint = b.id
WHERE b.state = 'done' GROUP BY b.id HAVING count(e.id) <> 1
"""
UNMARKED = "SELECT id FROM customers_customer WHERE id NOT IN (SELECT customer_id FROM facts_dirtycustomer)"
STAGED = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'staging\\_%'"


def name(number: int) -> str:
    return f"s{number:05d}"


def receive(folder: Path, number: int, *, changed: bool) -> "ImportBatch":
    """The first file of a source, or the second with four of its orders changed. No Arrow is touched here."""
    path = write_csv(folder / ("changed.csv" if changed else "orders.csv"), _orders(number, changed=changed))
    with path.open("rb") as file:
        return receiving.receive(
            file=file,
            name=path.name,
            kind="orders",
            source=name(number),
            preset="generic-orders",
            at=AT,
            by=None,
        )


def _orders(number: int, *, changed: bool) -> list[dict[str, object]]:
    source = name(number)
    listed = [
        order(
            f"{source}-A{n // 4 if n % 4 == 0 else n}",
            f"{source}-c{n % 9}",
            f"2026-05-{n % 28 + 1:02d} 10:00",
            "1.00" if changed and n in CHANGED else f"{n}.50",
            product=f"P{n % 5}",
            phone=f"13{number:05d}{n % 9:04d}",
        )
        for n in range(1, 59)
    ]
    return [*listed, order("X1", "", "2026-05-01", "1"), order("X2", f"{source}-c1", "soon", "1")]


def outcomes() -> dict[str, list[str]]:
    """By source: its books and the accounts of its files, with the source's own name left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for title, lines in {**books(), "accounts": rows(ACCOUNTS)}.items():
        for line in lines:
            source, text = _without_source(line)
            found[source].append(f"{title} {text}")
    return {source: sorted(lines) for source, lines in found.items()}


def _without_source(line: tuple[Any, ...]) -> tuple[str, str]:
    text = repr(line)
    found = SOURCE.search(text)
    assert found, text
    return found[0], HASH.sub("hash", text.replace(found[0], "source"))


def flaws() -> dict[str, int]:
    """How often a rule is broken that holds whatever happened."""
    broken = {"told twice": TWICE, "not told": UNTOLD, "not marked": UNMARKED, "left in staging": STAGED}
    return {title: len(rows(query)) for title, query in broken.items()}
