"""Every expression of `insights`, unmodified, on DuckDB and on Spark: the same cells."""

import math
from typing import Any

import pyarrow as pa
import pytest
from ibis.backends import BaseBackend

from tuanke.insights.tests.test_engines import EXPRESSIONS

pytestmark = pytest.mark.filterwarnings("ignore")  # of Spark and of what carries its rows, about themselves


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_the_same_cells_come_out(duckdb: BaseBackend, spark: BaseBackend, name: str) -> None:
    expression = EXPRESSIONS[name]
    here, there = (rows(engine.to_pyarrow(expression)) for engine in (duckdb, spark))

    assert here, "an expression without a row shows nothing"
    assert len(here) == len(there)
    differing = [(one, other) for one, other in zip(here, there, strict=True) if not alike(one, other)]
    assert differing == []


def rows(table: pa.Table) -> list[dict[str, Any]]:
    """In an order that does not hang on the last bits of a float."""
    exact = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    return sorted(table.to_pylist(), key=lambda row: [str(row[name]) for name in exact])


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)


def is_same(one: Any, other: Any) -> bool:
    """To a billionth where engines may round differently, else exactly."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (math.isnan(one) and math.isnan(other))
    return bool(one == other)


@pytest.mark.parametrize("changed", [1, "1", None, 1.0 + 1e-6])
def test_a_different_cell_would_be_noticed(changed: object) -> None:
    assert not alike({"value": 1.0, "n": 2}, {"value": 1.0, "n": changed})
    assert not alike({"value": 1.0}, {"value": changed} if changed != 1 else {})
