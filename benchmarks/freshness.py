"""Claim: while 20 orders a second arrive, an order shows in its customer's class within 5 seconds (95th percentile).

In a shop of 100,000 customers with a worker of its own process, from the commit of the order to the commit of the
score and class it changed. Against: a process that starts and does nothing, as a scale of the machine.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

from benchmarks.measure import Measure, seconds
from benchmarks.shop import ORDERS, empty_shop, fill
from benchmarks.start import CLI, ROOT

RATE, SECONDS = 20, 30  # orders a second, for so long
PATIENCE = 60
ORDER = """
WITH placed AS (
    INSERT INTO orders_order (customer_id, source, external_id, kind, status, revenue_fen, ordered_at)
    VALUES (%(customer)s, 'benchmark', %(number)s, 'order', 'confirmed', 9900, now()) RETURNING id
)
INSERT INTO orders_orderline (order_id, position, quantity, revenue_fen) SELECT id, 1, 1, 9900 FROM placed
"""
SEEN = """
SELECT s.customer_id FROM facts_customerscore s JOIN classes_customerclass k ON k.customer_id = s.customer_id
WHERE s.customer_id = ANY(%s) AND s.last_on = current_date AND k.run_id = s.run_id
"""


def run(size: str) -> Iterator[Measure]:
    with empty_shop() as folder:
        fill(folder, ORDERS[size])
        with subprocess.Popen([*CLI, "worker"], cwd=ROOT, stdout=subprocess.DEVNULL) as worker:
            waits = _order_and_wait()
            worker.terminate()
        bare = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
        late = sorted(waits)[int(len(waits) * 0.95)]
        yield Measure("order_to_class", late, "s", "<=", 5, "a bare process", late / bare, size)


def _order_and_wait() -> list[float]:
    """Seconds each order took to be seen."""
    from tuanke.customers.models import Customer

    customers = list(Customer.objects.order_by("?").values_list("pk", flat=True)[: RATE * SECONDS])
    placed: dict[int, float] = {}
    buyer = threading.Thread(target=_buy, args=(customers, placed))
    buyer.start()
    waits: list[float] = []
    deadline = time.monotonic() + SECONDS + PATIENCE
    while len(waits) < len(customers):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(customers) - len(waits)} orders were never seen")
        waits += [time.monotonic() - placed.pop(customer) for customer in _seen(list(placed))]
        time.sleep(0.05)
    buyer.join()
    return waits


def _buy(customers: list[int], placed: dict[int, float]) -> None:
    """One transaction an order, each at its time."""
    from django.db import connection, transaction

    from tuanke.facts.services import dirty

    started = time.monotonic()
    for number, customer in enumerate(customers):
        time.sleep(max(0.0, started + number / RATE - time.monotonic()))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ORDER, {"customer": customer, "number": f"n{number}"})
            dirty.mark_dirty([customer])
        placed[customer] = time.monotonic()
    connection.close()


def _seen(waiting: list[int]) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SEEN, [waiting])
        return [customer for (customer,) in cursor.fetchall()]
