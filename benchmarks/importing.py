"""Claims: 100,000 rows of a dirty 有赞 export come in within 8 s; 1,000,000 within 60 s and 600 MB.

Against: one COPY of all the rows the import ended up writing, into the same tables with their indexes and
constraints, emptied before: what PostgreSQL itself needs to take them.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import youzan
from benchmarks.measure import FULL, Measure
from benchmarks.memory import watched
from benchmarks.shop import empty_shop

ROWS = {FULL: (100_000, 1_000_000)}
TABLES = (
    "customers_customer",
    "customers_externalidentity",
    "customers_contactpoint",
    "catalog_product",
    "orders_order",
    "orders_orderline",
    "engagement_customerevent",
    "facts_dirtycustomer",
)


def run(size: str) -> Iterator[Measure]:
    few, many = ROWS.get(size, (10_000, 100_000))
    with empty_shop() as folder:
        taken = _import(folder, few)
        copied = _copy_again()
        yield Measure("import_orders", taken, "s", "<=", 8, "one COPY of the same rows", taken / copied, size)
        _empty()
        with watched() as peak:
            taken = _import(folder, many)
        copied = _copy_again()
        yield Measure("import_many", taken, "s", "<=", 60, "one COPY of the same rows", taken / copied, size)
        memory = peak.megabytes
        yield Measure(
            "import_memory", memory, "MB", "<=", 600, "the file's size", memory / _size(folder), size
        )


def _import(folder: Path, rows: int) -> float:
    """Seconds from the file at hand to the last row written."""
    from django.utils import timezone

    from tuanke.platform.imports.services import running, submitting

    file = folder / "orders.csv"
    youzan.write(file, rows)
    started = time.perf_counter()
    batch = submitting.submit(file, mapping={}, preset="", source="", at=timezone.now())
    running.run(batch.pk, lambda _done, _total: None)
    taken = time.perf_counter() - started
    batch.refresh_from_db()
    assert batch.state == "done", batch.state
    assert batch.rows == rows, batch.rows
    return taken


def _copy_again() -> float:
    """The same rows through COPY into emptied tables, in seconds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        for table in TABLES:
            cursor.execute(f'CREATE TEMP TABLE "copy_{table}" AS TABLE "{table}"')
    _empty()
    taken = 0.0
    for table in TABLES:
        with connection.cursor() as cursor:
            with cursor.copy(f'COPY "copy_{table}" TO STDOUT (FORMAT binary)') as out:
                rows = [bytes(block) for block in out]
            started = time.perf_counter()
            with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as copy:
                for block in rows:
                    copy.write(block)
            taken += time.perf_counter() - started
            cursor.execute(f'DROP TABLE "copy_{table}"')
    return taken


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE engagement_customerevent DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute("ALTER TABLE engagement_customerevent ENABLE TRIGGER USER")


def _size(folder: Path) -> float:
    return (folder / "orders.csv").stat().st_size / 1024**2
