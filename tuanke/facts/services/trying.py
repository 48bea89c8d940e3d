"""What other cut-offs would come to, before anybody adopts them."""

from dataclasses import dataclass

import ibis
import pyarrow as pa
from django.db import connection

from tuanke.facts.domain.thresholds import Thresholds
from tuanke.facts.models import ScoringRun
from tuanke.facts.services.facts import compiled, open_facts
from tuanke.facts.services.store import as_table, open_store
from tuanke.insights.parameters import Parameters, chosen_cuts
from tuanke.insights.rfm import activity

FIGURES = ("customer_id", "frequency", "monetary_fen", "aov_fen", "purchase_days")


@dataclass(frozen=True)
class Tried:
    """`parameters` with the cut-offs that would hold.

    `figures` of every customer in another window (columns FIGURES); None where the window stays and the
    stored scores have them.
    """

    parameters: Parameters
    figures: pa.Table | None


def try_out(thresholds: Thresholds, run: ScoringRun) -> Tried:
    """As of the day of `run`, the last full one."""
    current = Parameters.from_dict(run.parameters)
    figures = (
        _in_window(thresholds.window_days, run) if thresholds.window_days != current.window_days else None
    )
    fitted = current
    if figures is not None or thresholds.quantiles:
        fitted = _read_off(current, figures if figures is not None else _stored(), thresholds)
    return Tried(thresholds.applied(fitted), figures)


def _in_window(window_days: int, run: ScoringRun) -> pa.Table:
    facts = open_facts(open_store(), run.stated_margin_percent)
    return facts.run_for_each(compiled(activity(facts.lines, run.as_of, window_days).select(*FIGURES)))


def _stored() -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(FIGURES)} FROM facts_customerscore WHERE frequency > 0")
        columns = zip(*cursor.fetchall(), strict=True)
    arrays = [pa.array(column, pa.int64()) for column in columns] or [pa.array([], pa.int64())] * len(FIGURES)
    return pa.table(dict(zip(FIGURES, arrays, strict=True)))


def _read_off(current: Parameters, figures: pa.Table, thresholds: Thresholds) -> Parameters:
    engine = ibis.duckdb.connect()
    table = as_table(engine, "figures", figures)
    cuts = chosen_cuts(table.filter(table.frequency > 0), thresholds.quantiles)
    (row,) = engine.con.sql(engine.compile(cuts)).to_arrow_table().to_pylist()
    return current.with_cuts(row, window_days=thresholds.window_days)
