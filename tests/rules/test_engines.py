"""A rule in set mode compiles for Spark as well; tests/engines runs it there."""

import ibis
import pytest

from tests.rules.expressions import EXPRESSIONS
from tuanke.insights.tests.test_engines import SparkOptions


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_a_rule_compiles(monkeypatch: pytest.MonkeyPatch, name: str, dialect: str) -> None:
    if ibis.options.pyspark is None:
        monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    sql = ibis.to_sql(EXPRESSIONS[name], dialect=dialect)

    assert "SELECT" in sql
    assert "NOW(" not in sql.upper()
    assert "CURRENT_" not in sql.upper()
