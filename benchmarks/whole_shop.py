"""Claim: 10,000,000 orders of 1,000,000 customers go from Parquet to everybody's activity, scores, chance of
leaving, next order and value within 3 s, in 1 GB.

The files are laid out as the fact store lays them out. Models are refitted on everybody; what is learnt once a
month from the shop's past (which model, the regression, the backtests) is learnt before, from a twentieth of
the customers, and timed apart. Against: DuckDB summing the same files per customer, the least anybody must do.
"""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import duckdb
import ibis
import numpy as np
import pyarrow as pa

from benchmarks.measure import FULL, Measure, seconds
from benchmarks.memory import watched
from tuanke.insights.numbers import day_number
from tuanke.insights.predictions import Abstention, History, churn, lifetime_value, next_order
from tuanke.insights.predictions.snapshot import Snapshot
from tuanke.insights.purchases import purchase_days
from tuanke.insights.rfm import recency_frequency_money
from tuanke.insights.tables import ORDER_LINES

AS_OF = date(2026, 11, 21)
CUSTOMERS = {FULL: 1_000_000}
ORDERS_EACH, DAYS = 10, 730
BUCKETS, AT_ONCE = 32, 8  # files; how many of them are grouped together
LEARN_FROM = 20  # every 20th customer
YEAR, QUARTER = 365, 91
LINES = ibis.table(ORDER_LINES, name="lines")

WRITE = """
COPY (SELECT customer AS customer_id, row_number() OVER () AS order_id, 1::int AS line_no,
             (DATE '{start}' + day)::timestamp AS ordered_at, (DATE '{start}' + day)::date AS ordered_on,
             NULL::bigint AS product_id, NULL::varchar AS category, 1::bigint AS quantity, money AS revenue_fen,
             money // 4 AS margin_fen, 'cost' AS margin_basis, true AS is_order
      FROM orders WHERE customer % {buckets} = {bucket} ORDER BY customer)
TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def run(size: str) -> Iterator[Measure]:
    customers = CUSTOMERS.get(size, 100_000)
    with tempfile.TemporaryDirectory(prefix="tuanke-bench-") as folder:
        paths = _files(Path(folder), customers)
        began = time.perf_counter()
        learnt = _learnt(paths)
        learning = time.perf_counter() - began
        least = seconds(lambda: duckdb.sql(_sums(paths)).to_arrow_table())
        with watched() as peak:
            taken = seconds(lambda: _everybody(paths, *learnt))
    against = "DuckDB: money per customer"
    limit = 3 * customers / 1_000_000
    yield Measure("whole_shop", taken, "s", "<=", limit, against, taken / least, size)
    yield Measure("whole_shop_memory", peak.megabytes, "MB", "<=", 1024, "1 GB", peak.megabytes / 1024, size)
    yield Measure("whole_shop_learning", learning, "s", "<=", 60, against, learning / least, size)


def _files(folder: Path, customers: int) -> list[str]:
    orders = _orders(customers)  # noqa: F841 - DuckDB finds it by its name
    paths = [str(folder / f"{bucket:02d}.parquet") for bucket in range(BUCKETS)]
    start = AS_OF - timedelta(days=DAYS)
    for bucket, path in enumerate(paths):
        duckdb.sql(WRITE.format(start=start, buckets=BUCKETS, bucket=bucket, path=path))
    return paths


def _orders(customers: int) -> pa.Table:
    """Who orders and leaves as BG/NBD says, about ORDERS_EACH times each; amounts differ by customer."""
    draw = np.random.default_rng(20261122)
    since = draw.integers(0, DAYS - 28, customers)
    rate = draw.gamma(0.8, 1 / 22.0, customers)
    leaving = draw.beta(1.0, 30.0, customers)
    usual = draw.gamma(6.0, 1000.0, customers)
    here, now = np.arange(customers), since.astype(float)
    ids, days = [here], [since]
    while here.size:
        now[here] += draw.exponential(1 / np.maximum(rate[here], 1e-9))
        here = here[(now[here] <= DAYS) & (draw.random(here.size) >= leaving[here])]
        ids.append(here)
        days.append(np.ceil(now[here]).astype(np.int64))
    customer = np.concatenate(ids)
    money = np.rint(usual[customer] * draw.gamma(6.0, 1 / 6.0, customer.size)).astype(np.int64) + 1
    return pa.table({"customer": customer, "day": np.concatenate(days).astype(np.int32), "money": money})


def _learnt(paths: list[str]) -> tuple[churn.Learnt, next_order.Learnt, lifetime_value.Learnt]:
    engine = ibis.duckdb.connect()
    engine.con.read_parquet(paths).filter(f"customer_id % {LEARN_FROM} = 0").create_view("lines")
    days = purchase_days(LINES, AS_OF)
    columns = days.select("customer_id", day_number(days.day), "bought", "revenue_fen")
    rows = engine.con.sql(engine.compile(columns)).to_arrow_table()
    history = History(*(column.to_numpy() for column in rows.columns))
    learnt = (
        churn.learn(history, AS_OF),
        next_order.learn(history, AS_OF, QUARTER),
        lifetime_value.learn(history, AS_OF),
    )
    for one in learnt:
        if isinstance(one, Abstention):
            raise TypeError(f"abstained: {one}")
    return learnt


def _everybody(
    paths: list[str], leaving: churn.Learnt, dated: next_order.Learnt, worth: lifetime_value.Learnt
) -> None:
    engine = ibis.duckdb.connect()
    activity = recency_frequency_money(LINES, AS_OF)
    query = engine.compile(activity.filter(activity.purchase_days > 0).drop("margin_fen"))
    parts = []
    for first in range(0, BUCKETS, AT_ONCE):
        engine.con.read_parquet(paths[first : first + AT_ONCE]).create_view("lines", replace=True)
        parts.append(engine.con.sql(query).to_arrow_table())
    rows = pa.concat_tables(parts)
    everybody = Snapshot.of(rows, AS_OF, money="revenue_fen")
    past = rows["monetary_fen"].to_numpy().astype(np.float64)
    with ThreadPoolExecutor(2) as pool:  # NumPy lets go of the interpreter while it computes
        answers = [
            pool.submit(leaving.predict, everybody),
            pool.submit(worth.predict, everybody, past),
            pool.submit(dated.predict, everybody),
        ]
    assert all(answer.result().customer.size == rows.num_rows for answer in answers)


def _sums(paths: list[str]) -> str:
    return f"SELECT customer_id, sum(revenue_fen), max(ordered_on) FROM read_parquet({paths}) GROUP BY 1"
