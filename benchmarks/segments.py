"""Claims: how many customers five conditions hold for, one of them on what was bought, is counted within 150 ms

at 100,000 customers and 500 ms at 1,000,000 (95th percentile); a segment of them is worked out anew, its
memberships and timers written, within 2 s and 10 s.

Ten order lines a customer. Against: PostgreSQL counting the customers; for the building, a COPY of as many ids
into an empty table.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from benchmarks.facts import fill
from benchmarks.measure import FULL, Measure
from benchmarks.shop import empty_shop

SHOPS = {FULL: ((100_000, 150, 2.0), (1_000_000, 500, 10.0))}
TENTH_SHOPS = ((10_000, 150, 2.0), (100_000, 500, 10.0))
REQUESTS = 200
WEEKS = (4, 8, 13, 26)


def run(size: str) -> Iterator[Measure]:
    with empty_shop():
        for name, (customers, milliseconds, seconds) in zip(
            ("segment", "segment_many"), SHOPS.get(size, TENTH_SHOPS), strict=True
        ):
            at = _prepare(customers)
            counted, plain = _count(at), _plain_count()
            yield Measure(
                f"{name}_count",
                counted,
                "ms",
                "<=",
                milliseconds,
                "count(*) of customers",
                counted / plain,
                size,
            )
            built, copied = _build(at)
            yield Measure(
                f"{name}_build", built, "s", "<=", seconds, "a COPY of the ids", built / copied, size
            )


def _prepare(customers: int) -> datetime:
    """A shop of that size, scored, classified, with the attributes rules ask for."""
    from django.db import connection, transaction
    from django.utils import timezone

    from tuanke.classes.services import assigning
    from tuanke.facts.services import refresh, scoring
    from tuanke.facts.services.store import open_store
    from tuanke.segments.services import attribute_rows

    fill(customers, customers * 3, customers * 10)
    at, store = timezone.now(), open_store()
    refresh.forget(refresh.refresh(store))
    run = scoring.score(store, None, at=at)
    with transaction.atomic():
        assigning.assign(run.pk, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        attribute_rows.refresh(store, None)
    return at


def _rule(weeks: int) -> dict[str, Any]:
    bought = {
        "event": "order_line.bought",
        "where": [{"attr": "category", "op": "in", "value": ["c3", "c5"]}],
        "within": {"last": weeks, "unit": "week"},
        "count": {"op": "ge", "value": 1},
    }
    attributes = [
        {"attr": "kind", "op": "eq", "value": "person"},
        {"attr": "class.value", "op": "in", "value": ["high_value", "ordinary", "potential_high_value"]},
        {"attr": "score.orders", "op": "ge", "value": 2},
        {"attr": "score.last_on", "op": "in_last", "value": {"n": 1, "unit": "year"}},
    ]
    return {"all": [*attributes, bought]}


def _count(at: datetime) -> float:
    """Milliseconds, the 95th percentile; rules differ from one request to the next."""
    from tuanke.kit.rules import parse
    from tuanke.segments.selectors.vocabulary import grammar
    from tuanke.segments.services.population import open_population

    nodes = [parse(_rule(weeks), grammar()) for weeks in WEEKS]
    taken = []
    for number in range(REQUESTS + 5):
        started = time.perf_counter()
        found = open_population().count(nodes[number % len(nodes)], at=at)
        taken.append((time.perf_counter() - started) * 1000)
        assert found
    return statistics.quantiles(taken[5:], n=20)[-1]


def _plain_count() -> float:
    from django.db import connection

    taken = []
    with connection.cursor() as cursor:
        for _ in range(20):
            started = time.perf_counter()
            cursor.execute("SELECT count(*) FROM customers_customer WHERE status = 'active'")
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(taken, n=20)[-1]


def _build(at: datetime) -> tuple[float, float]:
    """Seconds for a first build, which writes the most, and for a COPY of the same ids."""
    from django.db import connection

    from tuanke.platform.accounts.domain.permissions import Role
    from tuanke.platform.accounts.models import Staff
    from tuanke.platform.accounts.services.staff import add_staff
    from tuanke.segments.models import Segment, SegmentMembership
    from tuanke.segments.services import building, segments

    owner = Staff.objects.first() or add_staff(
        username="boss", name="陈老板", password="quiet-harbour-42", role=Role.OWNER, at=at
    )
    segment = segments.save_segment(
        name=f"买过 {Segment.objects.count()}", rule=_rule(26), by=owner.pk, at=at
    )
    started = time.perf_counter()
    assert building.build(segment.pk, at=at)
    built = time.perf_counter() - started
    ids = SegmentMembership.objects.filter(segment=segment).values_list("customer_id", flat=True)
    text = "\n".join(map(str, ids))
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (customer_id bigint)")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            copy.write(text)
        copied = time.perf_counter() - started
        cursor.execute("DROP TABLE bare")
    return built, copied
