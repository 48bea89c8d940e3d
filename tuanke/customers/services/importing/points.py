"""Ways to reach a customer besides the first telephone number, on their way in."""

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
from django.db import connection

from tuanke.customers.domain.identifiers import Identifier, IdentifierError, read_contact
from tuanke.customers.services.importing.staging import SHARED_BY, STEP, cipher, hex_bytes

# column → the type of contact it is read as
COLUMNS = {"phone_2": "mobile", "email": "email", "wechat": "wechat", "address": "address"}
TELLING = ("phone_2", "email", "wechat")
SQL_TYPES = {"value": "bytea", "hash": "bytea"}

# What identifies is one customer's own; of two new ones that give the same, the first has it.
WRITE = """
INSERT INTO customers_contactpoint (customer_id, type, value, value_hash, tail, is_identity, doubt, is_primary,
                                    batch_id)
SELECT customer_id, type, value, hash, tail,
       identifies AND nth = 1 AND NOT EXISTS (
           SELECT FROM customers_contactpoint p
           WHERE p.type = s.type AND p.value_hash = s.hash AND p.is_identity),
       doubt,
       place = 1 AND NOT EXISTS (
           SELECT FROM customers_contactpoint p
           WHERE p.customer_id = s.customer_id AND p.type = s.type AND p.is_primary),
       %(batch)s
FROM (
    SELECT p.customer_id, t.type, t.value, t.hash, t.tail, t.identifies, t.doubt,
           dense_rank() OVER (PARTITION BY t.type, t.hash ORDER BY p.customer_id) AS nth,
           row_number() OVER (PARTITION BY p.customer_id, t.type ORDER BY t.n) AS place
    FROM {points} t JOIN {people} p ON p.n = t.n
    WHERE t.step = %(step)s
) s
ON CONFLICT DO NOTHING
"""


def columns_of(rows: pa.Table) -> dict[str, list[str | None]]:
    return {name: rows[name].to_pylist() for name in COLUMNS if name in rows.column_names}


def shared_points(slices: Iterator[pa.Table]) -> frozenset[tuple[str, str]]:
    """(type, value) that SHARED_BY customers or more give: they tell nobody apart."""
    given: Counter[tuple[str, str]] = Counter()
    for rows in slices:
        own = {name: texts for name, texts in columns_of(rows).items() if name in TELLING}
        for name, texts in own.items():
            found = (_read(COLUMNS[name], text) for text in texts if text)
            given.update((one.type, one.value) for one in found if one and one.identifies)
    return frozenset(point for point, times in given.items() if times >= SHARED_BY)


def prepare(rows: pa.Table, shared: frozenset[tuple[str, str]]) -> pa.Table:
    """The staging rows of the columns in COLUMNS: n, step, type, value, hash, tail, identifies, doubt.

    What cannot be read as its type is left out: a masked number, half an address of e-mail.
    """
    secrets = cipher()
    points = [
        (n, point)
        for name, texts in columns_of(rows).items()
        for n, text in zip(rows["n"].to_pylist(), texts, strict=True)
        if text and (point := _read(COLUMNS[name], text))
    ]
    is_shared = [(point.type, point.value) in shared for _, point in points]
    return pa.table(
        {
            "n": pa.array([n for n, _ in points], pa.int32()),
            "step": pa.array([n // STEP for n, _ in points], pa.int32()),
            "type": pa.array([point.type for _, point in points], pa.string()),
            "value": hex_bytes(secrets.encrypt(point.value) for _, point in points),
            "hash": hex_bytes(secrets.blind_index(point.value) for _, point in points),
            "tail": pa.array([point.tail for _, point in points], pa.string()),
            "identifies": pa.array(
                [point.identifies and not many for (_, point), many in zip(points, is_shared, strict=True)],
                pa.bool_(),
            ),
            "doubt": pa.array(
                [
                    "shared" if many else point.doubt
                    for (_, point), many in zip(points, is_shared, strict=True)
                ],
                pa.string(),
            ),
        }
    )


def _read(kind: str, text: str) -> Identifier | None:
    try:
        return read_contact(kind, text)
    except IdentifierError:
        return None


def open_for_writing(staged: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX "{staged}_step" ON "{staged}" (step)')


def write(staged: str, people: str, *, step: int, batch_id: int) -> None:
    """Those of one step, after its customers were found or made, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE.format(points=f'"{staged}"', people=f'"{people}"'), {"step": step, "batch": batch_id}
        )
