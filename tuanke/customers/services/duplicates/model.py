"""How likely two records are one customer: a Fellegi-Sunter model by Splink, on DuckDB in this process."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from tuanke.customers.domain.matching import FEATURES, RECALL, WEAK, Feature, Level, Pair

SEED = 2026
RANDOM_PAIRS = 1_000_000
ENOUGH_TO_LEARN = 2_000  # records; below, a shop's own data say too little about chance
PRIOR = 1e-5  # two records drawn at random are one customer, where the data cannot say
SHARED = (
    "SELECT 1 FROM (SELECT unnest(mobiles) AS number FROM record) GROUP BY number HAVING count(*) > 1 LIMIT 1"
)
ASKED = pa.schema({"pair": pa.string()})
LIKELY_ENOUGH = """
SELECT id_l, id_r, match_probability, COLUMNS('^(gamma|mw)_') FROM "{pairs}"
WHERE match_probability >= {weak} OR concat(least(id_l, id_r), '-', greatest(id_l, id_r)) IN (SELECT pair FROM asked)
"""
# Only records that share one of these are compared at all: columns, and which of them are lists.
Block = tuple[tuple[str, ...], bool]
BLOCKS: Mapping[str, tuple[Block, ...]] = {
    "person": (
        (("mobiles",), True),
        (("last8",), True),
        (("emails",), True),
        (("wechats",), True),
        (("addresses",), True),
        (("name", "birthday"), False),
        (("pinyin", "city"), False),
    ),
    "org": (
        (("mobiles",), True),
        (("emails",), True),
        (("wechats",), True),
        (("tax_numbers",), True),
        (("name",), False),
    ),
}


def score(records: pa.Table, kind: str, asked: Iterable[Pair] = ()) -> list[dict[str, Any]]:
    """Pairs at least WEAK, and those `asked` about: first, second, probability, weights ([feature, level, bits])."""
    from splink import DuckDBAPI, Linker, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    rules: list[Any] = [
        block_on(*columns, arrays_to_explode=list(columns) if is_list else None)
        for columns, is_list in BLOCKS[kind]
    ]
    with duckdb.connect() as engine:
        engine.execute("SET threads = 1")  # sums in one order: the same weights every night
        api = DuckDBAPI(connection=engine)
        engine.register("records", records)
        engine.execute("CREATE TABLE record AS SELECT * FROM records")
        engine.register(
            "asked", pa.table({"pair": [f"{first}-{second}" for first, second in asked]}, schema=ASKED)
        )
        learns = records.num_rows >= ENOUGH_TO_LEARN
        settings = _settings(kind, rules, learns=learns)
        linker = Linker(api.register("record"), settings, log_level=None, validate_settings=False)
        if learns:
            linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        if learns and engine.execute(SHARED).fetchone():
            linker.training.estimate_probability_two_random_records_match(rules[:1], recall=RECALL)
        pairs = linker.inference.predict()
        rows = engine.sql(LIKELY_ENOUGH.format(pairs=pairs.physical_name, weak=WEAK)).to_arrow_table()
    return [_pair(row, kind) for row in rows.to_pylist()]


def _settings(kind: str, rules: list[Any], *, learns: bool) -> Any:
    from splink import SettingsCreator

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[_comparison(feature, learns=learns) for feature in FEATURES[kind]],
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=PRIOR,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(feature: Feature, *, learns: bool) -> Any:
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons

    missing = levels.CustomLevel(feature.missing).configure(is_null_level=True)
    return comparisons.CustomComparison(
        output_column_name=feature.name,
        comparison_levels=[missing, *(_level(levels, level, learns=learns) for level in feature.levels)],
    )


def _level(library: Any, level: Level, *, learns: bool) -> Any:
    made = library.ElseLevel() if level.sql == "ELSE" else library.CustomLevel(level.sql)
    return made.configure(
        m_probability=level.matching,
        u_probability=level.random,
        fix_m_probability=True,
        tf_adjustment_column=(level.frequency_of or None) if learns else None,
    )


def _pair(row: Mapping[str, Any], kind: str) -> dict[str, Any]:
    first, second = sorted((row["id_l"], row["id_r"]))
    weights = [found for feature in FEATURES[kind] if (found := _weight(row, feature)) is not None]
    return {
        "first": first,
        "second": second,
        "probability": row["match_probability"],
        "weights": weights,
    }


def _weight(row: Mapping[str, Any], feature: Feature) -> list[Any] | None:
    """Splink numbers the levels from the bottom; -1 is "one side says nothing"."""
    number = row[f"gamma_{feature.name}"]
    if number < 0:
        return None
    level = feature.levels[len(feature.levels) - 1 - number]
    bits = row[f"mw_{feature.name}"] + row.get(f"mw_tf_adj_{feature.name}", 0.0)
    return [feature.name, level.code, round(bits, 1)]
