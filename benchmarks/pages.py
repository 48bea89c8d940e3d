"""Claims: while eight people use it at once, every page of the staff is there within 150 ms at the 95th percentile,

in a shop of 100,000 customers and in one of 1,000,000; afterwards web and worker hold 300 MB at most while nobody
asks, and 400 MB with what watches over them (the rest of `tuanke up`, without PostgreSQL).

Over HTTP from threads of this process against `tuanke up`, which shares the two cores with
PostgreSQL and with the eight. Against: a page with hardly anything on it (the list of jobs), asked for likewise;
for the memory, a Python process that imported Django.
"""

import http.client
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator

from benchmarks.growing import grow
from benchmarks.measure import Measure
from benchmarks.memory import held_alone, held_by
from benchmarks.serving import serving
from benchmarks.shop import ORDERS, empty_shop, fill, sign_in, work_off

PEOPLE, REQUESTS = 8, 720
GROWN = 10
IDLE = 10  # seconds before the memory is looked at
BARE = "/jobs/"
PAGES = (
    "/",
    "/today/",
    "/customers/",
    "/customers/?lifecycle=dormant&sort=revenue",
    "/customers/groups/",
    "/customers/duplicates/",
    "/search/?q=王",
    "/classes/",
    "/classes/value/high_value/",
    "/classes/moves/",
    "/classes/changes/",
    "/classes/thresholds/frequency/",
    "/segments/",
    "/segments/new/",
    "/segments/targets/",
    "/playbooks/",
    "/analytics/",
    "/products/",
    "/imports/",
    "/staff/",
    "/audit/",
    "/preferences/shop/",
)


def run(size: str) -> Iterator[Measure]:
    with empty_shop() as folder:
        fill(folder, ORDERS[size])
        cookie = "; ".join(f"{name}={one.value}" for name, one in sign_in().cookies.items())
        yield from _measured(size, "", cookie)
        grow(GROWN)
        work_off("facts.refresh")
        yield from _measured(size, "_many", cookie)


def _measured(size: str, suffix: str, cookie: str) -> Iterator[Measure]:
    with serving() as (port, process):
        bare = _p95(port, [BARE], cookie)
        for page, addresses in _addresses().items():
            taken = _p95(port, addresses, cookie)
            yield Measure(
                f"page{suffix}:{page}",
                taken,
                "ms",
                "<=",
                150,
                "a page with nothing on it",
                taken / bare,
                size,
            )
        time.sleep(IDLE)
        least = _bare_django()
        for bench, held, limit in (
            ("idle_memory", held_by(process) - held_alone(process), 300),
            ("idle_memory_in_all", held_by(process), 400),
        ):
            yield Measure(f"{bench}{suffix}", held, "MB", "<=", limit, "Django imported", held / least, size)


def _addresses() -> dict[str, list[str]]:
    """By name of the page; customers by chance, as their public ids are."""
    from tuanke.customers.models import Customer

    some = list(Customer.objects.order_by("uid").values_list("uid", flat=True)[:60])
    of_one = {
        "/customers/…/": [f"/customers/{uid}/" for uid in some],
        "/customers/…/archive/": [f"/customers/{uid}/archive/" for uid in some],
        "/classes/…/value/": [f"/classes/{uid}/value/" for uid in some],
    }
    return {page: [page] for page in PAGES} | of_one


def _p95(port: int, addresses: list[str], cookie: str) -> float:
    """Milliseconds, over the requests of eight who each ask again as soon as they are answered."""
    taken: list[float] = []
    waiting = iter([addresses[number % len(addresses)] for number in range(REQUESTS)])
    lock = threading.Lock()
    _ask(port, addresses[:PEOPLE], cookie)

    def use() -> None:
        while True:
            with lock:
                address = next(waiting, None)
            if address is None:
                return
            taken.extend(_ask(port, [address], cookie))

    people = [threading.Thread(target=use) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return statistics.quantiles(taken, n=20)[-1]


def _ask(port: int, addresses: list[str], cookie: str) -> list[float]:
    taken = []
    connection = http.client.HTTPConnection("localhost", port)
    for address in addresses:
        started = time.perf_counter()
        connection.request("GET", urllib.parse.quote(address, safe="/?=&"), headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status not in {200, 302}:
            raise RuntimeError(f"{address}: {answer.status}")
    connection.close()
    return taken


def _bare_django() -> float:
    code = "import django; print(flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as bare:
        bare.stdout.readline()
        held = held_by(bare.pid)
        bare.communicate(b"\n")
    return held
