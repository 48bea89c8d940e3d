"""One shop's history in both engines: the same Parquet files behind the same names."""

import random
import shutil
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from ibis.backends import BaseBackend

from tuanke.insights.affinity import WEIGHTS
from tuanke.insights.needs.contacts import CONTACTS
from tuanke.insights.price_sensitivity import EXPOSURES
from tuanke.insights.tables import CUSTOMERS, INTERACTIONS, ORDER_LINES, REFUNDS
from tuanke.insights.tests.histories import act, day
from tuanke.insights.tests.test_engines import EXPRESSIONS
from tuanke.segments.domain.expression import VALUES

PEOPLE, LINES = 120, 900
FIRST, LAST = -480, 25  # days around the as-of day of the expressions, which is the ninth


@pytest.fixture(scope="package")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    people = [
        {"customer_id": n, "kind": "person" if n % 5 else "org", "created_on": day(FIRST + n)}
        for n in range(1, PEOPLE + 1)
    ]
    lines = _lines()
    for name, rows, schema in (
        ("lines", lines, ibis.schema({**dict(ORDER_LINES.items()), "discount_fen": "int64"})),
        ("contacts", [_contact(row) for row in lines if row["quantity"] > 2], CONTACTS),
        ("customers", people, CUSTOMERS),
        ("interactions", _acts(), INTERACTIONS),
        ("refunds", [row for row in lines if row["revenue_fen"] < 0], REFUNDS),
        ("rule_values", _values(), VALUES),
        ("exposures", [{**row, "happened": row["quantity"] > 3} for row in lines], EXPOSURES),
    ):
        pq.write_table(pa.Table.from_pylist(rows, schema=schema.to_pyarrow()), folder / f"{name}.parquet")
    pq.write_table(_duckdb_over(folder).to_pyarrow(EXPRESSIONS["scores"]), folder / "scores.parquet")
    return folder


def _values() -> list[dict[str, Any]]:
    """Tags, own fields, days and consents of most; some have ended by the ninth."""
    dice = random.Random(20260106)
    empty = dict.fromkeys(VALUES.names)
    found: list[dict[str, Any]] = []
    for customer in range(1, PEOPLE + 1):
        told: list[dict[str, Any]] = [
            {"name": "tag", "text": tag} for tag in ("VIP", "老客") if dice.random() < 0.4
        ]
        told += [{"name": "day.birthday", "number": dice.choice([110, 229, 10_815, 20_601])}]
        told += [{"name": "custom.person.size", "number": dice.choice([0.1, 1.5, 3])}]
        told += [{"name": "custom.person.since", "day": day(dice.randint(-9, 9))}]
        told += [{"name": "custom.person.budget", "number": dice.choice([0, 299, 300])}]
        until = dice.choice([None, datetime.combine(day(dice.choice([8, 10])), time())])
        told += [
            {"name": "consent.sms.marketing", "text": dice.choice(["granted", "denied"]), "until": until}
        ]
        found += [{**empty, "customer_id": customer, **row} for row in told if dice.random() < 0.7]
    return found


def _lines() -> list[dict[str, Any]]:
    """Frequent and rare buyers, refunds with and without their order, gifts, several lines on an order."""
    dice = random.Random(20260104)
    rows = [_line(dice, n) for n in range(LINES)]
    sold = {row["order_id"] for row in rows if row["revenue_fen"] >= 0}
    return [{**row, "is_order": row["order_id"] in sold} for row in rows]


def _acts() -> list[dict[str, Any]]:
    dice = random.Random(20260105)
    acts = (
        act(
            dice.randint(1, PEOPLE),
            dice.randint(FIRST, LAST),
            dice.choice([None, *(f"类{n}" for n in range(9))]),
            dice.choice([*WEIGHTS, "unheard of"]),
        )
        for _ in range(LINES)
    )
    return [{**one, "interaction_id": number} for number, one in enumerate(acts)]


def _line(dice: random.Random, n: int) -> dict[str, Any]:
    customer = min(int(dice.paretovariate(0.5)), PEOPLE - 10)  # the last ones never bought
    on = day(dice.randint(FIRST, LAST))
    revenue = dice.choice([0, 990, 1_000, 25_000, dice.randint(1, 90_000), -dice.randint(1, 9_000)])
    product = dice.choice([None, *range(1, 30)])
    return {
        "customer_id": customer,
        "order_id": customer * 1_000 + dice.randint(0, n // 20),
        "line_no": n,
        "ordered_at": datetime.combine(on, time(dice.randint(0, 23), dice.randint(0, 59))),
        "ordered_on": on,
        "product_id": product,
        "category": None if product is None else f"类{product % 7}",
        "quantity": dice.randint(1, 5),
        "revenue_fen": revenue,
        "margin_fen": revenue // 3,
        "margin_basis": dice.choice(["cost", "shop_margin", "revenue"]),
        "discount_fen": dice.choice([None, 0, 0, 50, max(revenue, 0) // 4]),
    }


def _contact(row: dict[str, Any]) -> dict[str, Any]:
    """About the order, in each third case about none in particular."""
    number = row["order_id"] if row["line_no"] % 3 else None
    return {"customer_id": row["customer_id"], "order_id": number, "is_our_fault": row["line_no"] % 2 == 0}


def _duckdb_over(folder: Path) -> BaseBackend:
    engine = ibis.duckdb.connect(threads=1)
    for path in folder.glob("*.parquet"):
        engine.read_parquet(path, table_name=path.stem)
    return engine


@pytest.fixture(scope="package")
def duckdb(shop: Path) -> Iterator[BaseBackend]:
    engine = _duckdb_over(shop)
    yield engine
    engine.disconnect()


@pytest.fixture(scope="package")
def spark(shop: Path) -> Iterator[BaseBackend]:
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed; `make engines` installs it")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not here")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    for path in shop.glob("*.parquet"):
        session.read.parquet(str(path)).createOrReplaceTempView(path.stem)
    yield ibis.pyspark.connect(session)
    session.stop()
