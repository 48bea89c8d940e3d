"""Customers somebody names by a pasted column: mobile numbers, numbers of a source, or our own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from tuanke.customers.domain.search_terms import typed_number
from tuanke.customers.models import ContactPoint, Customer, ExternalIdentity
from tuanke.customers.selectors.customers import list_customers
from tuanke.kit.secrecy import FieldCipher
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.ui.typed import typed_uid

MOST = 5_000
BETWEEN = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True)
class Pasted:
    """Ids of the viewer's customers that were found, and what stands for none of them; `cut` was not read."""

    found: Sequence[int]
    unknown: Sequence[str]
    cut: int


def find_pasted(viewer: Viewer, text: str) -> Pasted:
    """A number two customers share stands for both; one merged into another stands for the survivor."""
    named = list(dict.fromkeys(part for part in BETWEEN.split(text) if part))
    read = named[:MOST]
    meant: dict[str, set[int]] = {}
    for part, customer_id in (*_by_number(read), *_by_identity(read), *_by_uid(read)):
        meant.setdefault(part, set()).add(customer_id)
    asked = {customer_id for ids in meant.values() for customer_id in ids}
    survivors = dict(Customer.objects.filter(pk__in=asked).values_list("pk", "merged_into_id"))
    stands_for = {pk: survivor or pk for pk, survivor in survivors.items()}
    mine = set(list_customers(viewer).filter(pk__in=stands_for.values()).values_list("pk", flat=True))
    found = {part: {stands_for[pk] for pk in ids} & mine for part, ids in meant.items()}
    return Pasted(
        sorted({pk for ids in found.values() for pk in ids}),
        [part for part in read if not found.get(part)],
        len(named) - len(read),
    )


def _by_number(parts: Sequence[str]) -> Iterator[tuple[str, int]]:
    cipher = FieldCipher(settings.FIELD_KEY, settings.INDEX_KEY)
    hashes: dict[bytes, list[str]] = {}  # one number may be typed in two ways
    for part in parts:
        if number := typed_number(part):
            hashes.setdefault(cipher.blind_index(number), []).append(part)
    rows = ContactPoint.objects.filter(
        type=ContactPoint.Type.MOBILE, value_hash__in=list(hashes), valid_to__isnull=True
    )
    for value_hash, customer_id in rows.values_list("value_hash", "customer"):
        yield from ((part, customer_id) for part in hashes[bytes(value_hash)])


def _by_identity(parts: Sequence[str]) -> Iterator[tuple[str, int]]:
    rows = ExternalIdentity.objects.filter(external_id__in=list(parts))
    yield from rows.values_list("external_id", "customer")


def _by_uid(parts: Sequence[str]) -> Iterator[tuple[str, int]]:
    uids = {uid: part for part in parts if (uid := typed_uid(part))}
    for uid, pk in Customer.objects.filter(uid__in=list(uids)).values_list("uid", "pk"):
        yield uids[uid], pk
