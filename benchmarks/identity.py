"""Claims: in an archive of 100,000 customers those who share a number are found within 5 s, those who are only
likely to be one within 60 s; two customers are made one within 20 ms, however many orders they have.

One in twenty customers is there twice, as files bring them in: another number, half a name, no birthday. What share
of the likely pairs are true, and what share of the true pairs is found, are measures too.
"""

import io
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.measure import FULL, Measure, seconds
from benchmarks.shop import empty_shop

CUSTOMERS = {FULL: 100_000}
TWICE = 0.05
ORDERS = {FULL: 10_000}
MERGES = 200
SEED = 20_261_122
STAGES = ("customer", "contactpoint", "lifeevent")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Person:
    name: str
    mobile: str
    email: str
    birthday: tuple[int, int, int] | None
    city: str


def run(size: str) -> Iterator[Measure]:
    people, twins = _people(CUSTOMERS.get(size, 10_000))
    with empty_shop():
        yield from _found(people, twins, size)
        yield from _merged(size)


def _found(people: list[Person], twins: set[Pair], size: str) -> Iterator[Measure]:
    from tuanke.customers.services.duplicates.certain import certain_pairs
    from tuanke.customers.services.duplicates.finding import find_among

    ids = _write(people)
    truth = {(ids[first], ids[second]) for first, second in twins}
    scanned = seconds(_scan)
    taken = seconds(lambda: certain_pairs("person"))
    yield Measure(
        "duplicates_certain",
        taken,
        "s",
        "<=",
        5,
        "one sequential scan of the contacts",
        taken / scanned,
        size,
    )
    started = time.perf_counter()
    found = {(pair["first"], pair["second"]) for pair in find_among("person")}
    taken = time.perf_counter() - started
    yield Measure(
        "duplicates_likely",
        taken,
        "s",
        "<=",
        60,
        "one sequential scan of the contacts",
        taken / scanned,
        size,
    )
    precision, recall = len(found & truth) / max(len(found), 1), len(found & truth) / len(truth)
    evident = len(set(certain_pairs("person")) & truth) / len(truth)
    yield Measure("duplicates_precision", precision, "share", ">=", 0.99, "every pair found", precision, size)
    yield Measure(
        "duplicates_recall", recall, "share", ">=", 0.75, "shared numbers alone", recall / evident, size
    )


def _merged(size: str) -> Iterator[Measure]:
    from django.utils import timezone

    from tuanke.customers.models import Customer
    from tuanke.customers.services.merging.merging import merge
    from tuanke.customers.services.merging.undoing import undo
    from tuanke.platform.accounts.domain.permissions import Role
    from tuanke.platform.accounts.services.staff import add_staff

    now = timezone.now()
    by = add_staff(username="b", name="b", password="tuan-gou-ke-2026", role=Role.OWNER, team=None, at=now).pk
    rows = list(Customer.objects.order_by("pk")[: 2 * MERGES])
    _order(rows[1].pk, ORDERS.get(size, 1_000))

    def one(position: int) -> float:
        started = time.perf_counter()
        pair = rows[2 * position : 2 * position + 2]
        done = merge(survivor=pair[0], losers=pair[1:], choices={}, reason="", by=by, at=timezone.now())
        taken = time.perf_counter() - started
        undo(operation=done, by=by, at=timezone.now())
        return taken

    one(1)
    many = statistics.median(one(0) for _ in range(21))
    few = statistics.median(one(position) for position in range(1, MERGES))
    yield Measure("merge", few * 1000, "ms", "<=", 20, "one commit", few / _commit(), size)
    yield Measure("merge_with_many_orders", many * 1000, "ms", "<=", 20, "one without", many / few, size)


def _people(count: int) -> tuple[list[Person], set[Pair]]:
    """Everybody, and which positions are one person."""
    from tuanke.config.demo import names

    rng = np.random.default_rng(SEED)
    twins = int(count * TWICE)
    known = count - twins
    mobiles = names.phones(rng, known, names.BUYER_BLOCKS)
    others = names.phones(rng, twins, names.CONTACT_BLOCKS)
    people = [
        Person(
            name,
            mobile,
            f"{mobile}@example.com" if rng.random() < 0.3 else "",
            (int(rng.integers(1960, 2006)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
            if rng.random() < 0.4
            else None,
            f"城{rng.integers(0, 60)}",
        )
        for name, mobile in zip(names.people(rng, known), mobiles, strict=True)
    ]
    again = rng.choice(known, twins, replace=False)
    for original, other in zip(again, others, strict=True):
        people.append(_again(people[original], other, rng.random(6)))
    return people, {(int(first), known + number) for number, first in enumerate(again)}


def _again(person: Person, other: str, chance: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Person:
    """The same person, as another file knows them."""
    name = person.name
    if chance[0] < 0.15:
        name = f"{name[0]}女士"
    elif chance[0] < 0.25 and len(name) > 2:
        name = name[:-1]
    return Person(
        name,
        other if chance[1] < 0.25 else person.mobile,
        "" if chance[2] < 0.5 else person.email,
        None if chance[3] < 0.5 else person.birthday,
        "" if chance[4] < 0.2 else person.city,
    )


def _write(people: list[Person]) -> list[int]:
    """By COPY, each number identifying the first who has it; gives the ids in the order of `people`."""
    from django.db import connection

    from tuanke.customers.services.contacts import cipher

    secrets, ids = cipher(), list(range(1, len(people) + 1))
    customers, points, days = io.StringIO(), io.StringIO(), io.StringIO()
    seen: set[str] = set()
    for number, person in zip(ids, people, strict=True):
        customers.write(f"{number}\tperson\t{person.name}\t{person.city}\t2026-01-01\n")
        for kind, value in (("mobile", f"+86{person.mobile}"), ("email", person.email)):
            if value:
                sealed, keyed = secrets.encrypt(value).hex(), secrets.blind_index(value).hex()
                points.write(f"{number}\t{kind}\t\\\\x{sealed}\t\\\\x{keyed}\t{value not in seen}\t\n")
                seen.add(value)
        if person.birthday:
            days.write(f"{number}\tbirthday\t" + "\t".join(map(str, person.birthday)) + "\n")
    columns = {
        "customer": "(id, kind, display_name, city, created_at)",
        "contactpoint": "(customer_id, type, value, value_hash, is_identity, tail)",
        "lifeevent": "(customer_id, kind, year, month, day)",
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE customers_lifeevent ALTER calendar SET DEFAULT 'solar'")
        for stage, text in zip(STAGES, (customers, points, days), strict=True):
            with cursor.copy(f"COPY customers_{stage} {columns[stage]} FROM STDIN") as copy:
                copy.write(text.getvalue())
        cursor.execute("SELECT setval('customers_customer_id_seq', %s)", [len(people)])
        cursor.execute("ANALYZE customers_customer, customers_contactpoint, customers_lifeevent")
    return ids


def _order(customer_id: int, count: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders_order (uid, customer_id, source, external_id, kind, status, source_status, channel,"
            " revenue_fen, refunded_fen, content_hash, ordered_at)"
            " SELECT gen_random_uuid(), %s, 'b', n::text, 'order', 'confirmed', '', '', 100, 0, '', now()"
            " FROM generate_series(1, %s) n",
            [customer_id, count],
        )


def _scan() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(value_hash), max(length(value)) FROM customers_contactpoint")


def _commit() -> float:
    from tuanke.customers.models import Customer

    return seconds(lambda: Customer.objects.filter(pk=1).update(note="x"))
