"""Every expression of `insights`, and rules of every kind, unmodified, on DuckDB and on Spark: the same cells."""

import math
from typing import Any

import pyarrow as pa
import pytest
from ibis.backends import BaseBackend

from tests.rules.expressions import EXPRESSIONS as SEGMENTS
from tuanke.insights.tests.test_engines import EXPRESSIONS

MISSING = "no such column"
pytestmark = pytest.mark.filterwarnings("ignore")  # of Spark and of what carries its rows, about themselves


@pytest.mark.parametrize("name", [*EXPRESSIONS, *SEGMENTS])
def test_the_same_cells_come_out(duckdb: BaseBackend, spark: BaseBackend, name: str) -> None:
    expression = {**EXPRESSIONS, **SEGMENTS}[name]
    here, there = (rows(engine.to_pyarrow(expression)) for engine in (duckdb, spark))

    assert here, "an expression without a row shows nothing"
    assert len(here) == len(there)
    differing = [cells for pair in zip(here, there, strict=True) if (cells := unlike(*pair))]
    assert differing[:3] == []


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """In an order that does not hang on the last bits of a float."""
    exact = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    return sorted(table.to_pylist(), key=lambda row: [str(row[name]) for name in exact])


def unlike(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The cells that differ, by column."""
    names = one.keys() | other.keys()
    cells = {name: (one.get(name, MISSING), other.get(name, MISSING)) for name in names}
    return {name: pair for name, pair in cells.items() if not is_same(*pair)}


def is_same(one: Any, other: Any) -> bool:
    """To a billionth where engines may round differently, else exactly."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (math.isnan(one) and math.isnan(other))
    return bool(one == other)


@pytest.mark.parametrize("changed", [1, "1", None, 1.0 + 1e-6, MISSING])
def test_a_different_cell_would_be_noticed(changed: object) -> None:
    row = {"value": 1.5, "n": 2}
    assert list(unlike(row, {**row, "n": changed})) == ["n"]
    assert list(unlike(row, {**row, "value": changed})) == ["value"]
