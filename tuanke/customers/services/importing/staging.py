"""Customers on their way in: what can be worked out about each of them before any row is written."""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tuanke.customers.domain.references import private_key
from tuanke.customers.domain.search_terms import search_terms, sort_name
from tuanke.kit.files.phones import IDENTITY_KINDS, phones
from tuanke.kit.secrecy import FieldCipher

STEP = 5_000
SHARED_BY = 4  # domain A5
SQL_TYPES = {"terms": "text[]", "phone_value": "bytea", "phone_hash": "bytea"}
LANDLINE_KINDS = ("landline",)

PEOPLE = pa.schema(
    {
        "n": pa.int32(),  # from 0, in the order they are written: organisations before their people
        "key": pa.string(),  # what the source calls the customer
        "kind": pa.string(),  # person or org
        "name": pa.string(),
        "phone": pa.string(),  # as written, or null
        "province": pa.string(),
        "city": pa.string(),
        "channel": pa.string(),
        "created_at": pa.timestamp("us", "UTC"),
        "org_n": pa.int32(),  # the organisation a person belongs to, or null
    },
)


def cipher() -> FieldCipher:
    return FieldCipher(settings.FIELD_KEY, settings.INDEX_KEY)


def count_steps(people: int) -> int:
    return -(-people // STEP)


def shared_numbers(given: pa.Table) -> pa.Array:
    """Of (name, phone): the numbers, as E.164, that SHARED_BY people or more give.

    Such a number tells nobody apart: a front desk, a leader ordering for others.
    """
    numbers = pa.table({"name": given["name"], "number": phones(_plain(given["phone"])).e164})
    by_number = numbers.group_by("number").aggregate([("name", "count_distinct")])
    shared = by_number.filter(pc.greater_equal(by_number["name_count_distinct"], SHARED_BY))
    return shared["number"].drop_null().combine_chunks()


def prepare(people: pa.Table, shared: pa.Array) -> pa.Table:
    """The staging rows of distinct customers (PEOPLE's columns): what it takes to find or make each of them.

    Added are step, sort_name, search terms, and of the telephone number its type, ciphertext, keyed hash, last
    digits and whether it may identify anybody. Keys that are themselves telephone numbers become keyed hashes.
    """
    secrets = cipher()
    names = people["name"].to_pylist()
    numbers = _numbers(people["phone"], shared, secrets)
    tails = numbers["phone_tail"].to_pylist()
    kept = {name: people[name] for name in people.column_names if name not in {"phone", "key"}}
    return pa.table(
        {
            **kept,
            "key": _private(people["key"], secrets),
            "step": pc.divide(people["n"], STEP),
            "sort_name": pa.array([sort_name(name) for name in names], pa.string()),
            "terms": _arrays(
                search_terms(name, [tail or ""]) for name, tail in zip(names, tails, strict=True)
            ),
            **numbers,
        }
    )


def _private(keys: pa.ChunkedArray, secrets: FieldCipher) -> pa.Array:
    return pa.array([private_key(key, secrets.blind_index) for key in keys.to_pylist()], pa.string())


def _numbers(column: pa.ChunkedArray, shared: pa.Array, secrets: FieldCipher) -> dict[str, pa.Array]:
    read = phones(_plain(column))
    kinds, values = read.kind.to_pylist(), read.e164.to_pylist()
    identifies = pc.and_(
        pc.is_in(read.kind, value_set=pa.array(IDENTITY_KINDS)),
        pc.invert(pc.is_in(read.e164, value_set=shared)),
    )
    return {
        "phone_type": pa.array(
            [_type(kind) if value else None for kind, value in zip(kinds, values, strict=True)], pa.string()
        ),
        "phone_value": hex_bytes(secrets.encrypt(value) if value else None for value in values),
        "phone_hash": hex_bytes(secrets.blind_index(value) if value else None for value in values),
        "phone_tail": pa.array([value[-4:] if value else None for value in values], pa.string()),
        "phone_identifies": pc.fill_null(identifies, fill_value=False),
    }


def _plain(column: pa.ChunkedArray) -> pa.StringArray:
    return pc.cast(column, pa.string()).combine_chunks()


def _type(kind: str | None) -> str:
    return "landline" if kind in LANDLINE_KINDS else "mobile"


def hex_bytes(values: Iterable[bytes | None]) -> pa.Array:
    return pa.array([None if value is None else f"\\x{value.hex()}" for value in values], pa.string())


def _arrays(lists: Iterable[list[str]]) -> pa.Array:
    """PostgreSQL's text form of an array; terms are letters, digits and Chinese characters (search_terms)."""
    return pa.array(["{" + ",".join(terms) + "}" for terms in lists], pa.string())
