"""Customers on their way in: what can be worked out about each of them before any row is written."""

import re
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tuanke.customers.domain.search_terms import search_terms, sort_name
from tuanke.kit.files.phones import IDENTITY_KINDS, phones
from tuanke.kit.secrecy import FieldCipher

STEP = 5_000
SHARED_BY = 4  # domain A5
SQL_TYPES = {"terms": "text[]", "phone_value": "bytea", "phone_hash": "bytea"}
LANDLINE_KINDS = ("landline",)
SEPARATORS = re.compile(r"[\s().-]")
LIKE_A_PHONE = re.compile(r"\+?\d{8,15}")

PEOPLE = pa.schema(
    {
        "key": pa.string(),  # what the source calls the customer
        "kind": pa.string(),  # person or org
        "name": pa.string(),
        "phone": pa.string(),  # as written, or null
        "province": pa.string(),
        "city": pa.string(),
        "channel": pa.string(),
        "created_at": pa.timestamp("us", "UTC"),
        "org_key": pa.string(),  # the organisation a person belongs to, or null
    },
)


def cipher() -> FieldCipher:
    return FieldCipher(settings.FIELD_KEY, settings.INDEX_KEY)


def private_keys(keys: pa.ChunkedArray) -> pa.Array:
    """Keys that are themselves telephone numbers become keyed hashes; they are never kept in the clear."""
    secrets = cipher()
    distinct = {key: key for key in pc.unique(keys).to_pylist()}
    for key in distinct:
        if key and LIKE_A_PHONE.fullmatch(SEPARATORS.sub("", key)):
            distinct[key] = f"tel:{secrets.blind_index(key).hex()}"
    return pa.array([distinct[key] for key in keys.to_pylist()], pa.string())


def prepare(people: pa.Table) -> pa.Table:
    """The staging rows of distinct customers (PEOPLE's columns): what it takes to find or make each of them.

    Added are n and step (the order they are written in), sort_name, search terms, and of the telephone number
    its type, ciphertext, keyed hash, last digits and whether it may identify anybody.
    """
    secrets = cipher()
    names, positions = people["name"].to_pylist(), pa.array(range(people.num_rows), pa.int32())
    numbers = _numbers(people["phone"], secrets)
    numbers["phone_identifies"] = _unshared(numbers["phone_hash"], numbers["phone_identifies"], names)
    tails = numbers["phone_tail"].to_pylist()
    added = {
        "n": positions,
        "step": pc.divide(positions, STEP),
        "sort_name": pa.array([sort_name(name) for name in names], pa.string()),
        "terms": _arrays(search_terms(name, [tail or ""]) for name, tail in zip(names, tails, strict=True)),
        **numbers,
    }
    kept = {name: people[name] for name in people.column_names if name not in {"phone", "key", "org_key"}}
    keys = {name: private_keys(people[name]) for name in ("key", "org_key")}
    return pa.table({**kept, **keys, **added})


def _numbers(column: pa.ChunkedArray, secrets: FieldCipher) -> dict[str, pa.Array]:
    read = phones(pa.array(column.to_pylist(), pa.string()))
    kinds, values = read.kind.to_pylist(), read.e164.to_pylist()
    return {
        "phone_type": pa.array(
            [_type(kind) if value else None for kind, value in zip(kinds, values, strict=True)], pa.string()
        ),
        "phone_value": _bytes(secrets.encrypt(value) if value else None for value in values),
        "phone_hash": _bytes(secrets.blind_index(value) if value else None for value in values),
        "phone_tail": pa.array([value[-4:] if value else None for value in values], pa.string()),
        "phone_identifies": pc.fill_null(
            pc.is_in(read.kind, value_set=pa.array(IDENTITY_KINDS)), fill_value=False
        ),
    }


def _unshared(hashes: pa.Array, identifies: pa.Array, names: list[str]) -> pa.Array:
    """A number that four people or more give tells nobody apart: a front desk, a leader ordering for others."""
    people: dict[str, set[str]] = {}
    for number, name in zip(hashes.to_pylist(), names, strict=True):
        if number:
            people.setdefault(number, set()).add(name)
    shared = [number for number, who in people.items() if len(who) >= SHARED_BY]
    return pc.and_(identifies, pc.invert(pc.is_in(hashes, value_set=pa.array(shared, pa.string()))))


def _type(kind: str | None) -> str:
    return "landline" if kind in LANDLINE_KINDS else "mobile"


def _bytes(values: Iterable[bytes | None]) -> pa.Array:
    return pa.array([None if value is None else f"\\x{value.hex()}" for value in values], pa.string())


def _arrays(lists: Iterable[list[str]]) -> pa.Array:
    """PostgreSQL's text form of an array; terms are letters, digits and Chinese characters (search_terms)."""
    return pa.array(["{" + ",".join(terms) + "}" for terms in lists], pa.string())
