"""Order files for tests, and what a run over them says."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tuanke.analyze.services.analyzing import Wish, analyze

HEADER = (
    "customer_id",
    "ordered_at",
    "order_id",
    "product",
    "category",
    "quantity",
    "amount",
    "cost",
    "status",
)
WISH = Wish(zone="Asia/Shanghai", language="en")
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Outcome:
    summary: dict[str, Any]
    customers: list[dict[str, Any]]
    report: str
    rejected: list[list[str]]


def write_csv(path: Path, rows: Iterable[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def run(path: Path, **wish: Any) -> Outcome:
    out = path.parent / "out"
    analyze(path, out, replace(WISH, **wish), TODAY)
    with (out / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        rejected = list(csv.reader(file))
    return Outcome(
        summary=json.loads((out / "summary.json").read_text(encoding="utf-8")),
        customers=pq.read_table(out / "customers.parquet").to_pylist(),
        report=(out / "report.html").read_text(encoding="utf-8"),
        rejected=rejected,
    )
