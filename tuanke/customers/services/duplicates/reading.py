"""Customers as records to compare: normalised names, and keyed hashes instead of numbers wherever they will do."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from django.db import connection

from tuanke.customers.domain.matching import SHARED_BY
from tuanke.customers.domain.names import company_name, matching_name
from tuanke.customers.domain.search_terms import sort_name
from tuanke.customers.services.contacts import cipher
from tuanke.customers.services.duplicates.certain import USABLE

LISTS = ("mobiles", "last8", "emails", "wechats", "addresses", "employers", "tax_numbers")
TEXTS = ("name", "pinyin", "suffix", "birthday", "city")
RECORDS = pa.schema(
    [
        ("id", pa.int64()),
        *((name, pa.string()) for name in TEXTS),
        *((name, pa.list_(pa.string())) for name in LISTS),
    ]
)
MAINLAND = "+86"
PEOPLE = """
SELECT c.id, c.display_name, c.legal_name, c.city, c.uscc,
       coalesce((SELECT concat_ws('-', l.calendar, l.year, l.month, l.day) FROM customers_lifeevent l
                 WHERE l.customer_id = c.id AND l.kind = 'birthday' AND l.year IS NOT NULL), '')
FROM customers_customer c WHERE c.status = 'active' AND c.kind = %(kind)s ORDER BY c.id
"""
POINTS = f"""
SELECT customer_id, type, value_hash, value FROM (
    SELECT u.*, count(*) OVER (PARTITION BY type, value_hash) AS given_by FROM ({USABLE}) u
) shared WHERE given_by < %(shared)s
"""
EMPLOYERS = "SELECT person_id, organization_id::text FROM customers_affiliation WHERE ended_on IS NULL"
TAX_NUMBERS = "SELECT customer_id, tax_no FROM customers_invoicetitle WHERE tax_no <> ''"
COLUMN = {"mobile": "mobiles", "email": "emails", "wechat": "wechats", "address": "addresses"}


def read(kind: str) -> pa.Table:
    """RECORDS of the active customers of a kind, in the order of their ids."""
    known: dict[int, dict[str, list[str]]] = defaultdict(lambda: {name: [] for name in LISTS})
    for customer_id, column, value in _values(kind):
        known[customer_id][column].append(value)
    rows = [_record(row, known[row[0]], kind) for row in _rows(PEOPLE, kind)]
    return pa.Table.from_pylist(rows, schema=RECORDS)


def _values(kind: str) -> Iterator[tuple[int, str, str]]:
    secrets = cipher()
    for customer_id, contact_type, value_hash, value in _rows(POINTS, kind):
        if contact_type not in COLUMN:
            continue
        yield customer_id, COLUMN[contact_type], bytes(value_hash).hex()
        if contact_type in {"mobile", "wechat"}:
            number = secrets.decrypt(bytes(value))
            if contact_type == "mobile":
                yield customer_id, "last8", number[-8:]
            elif number.isdigit():  # many use their mobile number as their WeChat name
                yield customer_id, "mobiles", secrets.blind_index(MAINLAND + number).hex()
    for column, statement in (("employers", EMPLOYERS), ("tax_numbers", TAX_NUMBERS)):
        for customer_id, value in _rows(statement, kind):
            yield customer_id, column, value


def _record(row: tuple[Any, ...], lists: dict[str, list[str]], kind: str) -> dict[str, Any]:
    customer_id, display_name, legal_name, city, uscc, birthday = row
    name, suffix = matching_name(display_name), ""
    if kind == "org":
        company = company_name(legal_name or display_name)
        name, suffix = company.core, company.suffix
    if uscc:
        lists["tax_numbers"].append(uscc)
    return {
        "id": customer_id,
        "name": name,
        "pinyin": sort_name(name).replace(" ", ""),
        "suffix": suffix,
        "birthday": birthday,
        "city": city,
        **{column: sorted(set(values)) for column, values in lists.items()},
    }


def _rows(statement: str, kind: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"kind": kind, "shared": SHARED_BY})
        return list(cursor.fetchall())
