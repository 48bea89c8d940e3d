import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.kit.rules import DEPTH, RuleError, parse, saved_form, to_json
from tuanke.kit.rules.hashing import BUCKETS, bucket_of
from tuanke.kit.rules.schema import json_schema
from tuanke.kit.tests.rules_samples import BOUGHT, RULES, VOCABULARY

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["all", "any", "not", "attr", "op", "value", "event", "within", "agg", "of", "where"]
            )
            | st.sampled_from(
                ["last", "unit", "count", "bucket", "salt", "from", "to", "lunar", "in_segment", "v"]
            ),
            inner | st.sampled_from(["city", "eq", "score.last_on", "in_last", BOUGHT.name, "day", "sum"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(RULES)
def test_a_rule_reads_back_as_it_was_written(rule: object) -> None:
    node = parse(rule, VOCABULARY)
    assert to_json(node) == rule
    assert parse(to_json(node), VOCABULARY) == node
    assert parse(json.loads(json.dumps(saved_form(node))), VOCABULARY) == node
    hash(node)


@given(JSON)
def test_whatever_is_given_is_read_or_refused(data: object) -> None:
    with suppress(RuleError):
        parse(data, VOCABULARY)


EVENT = {"event": BOUGHT.name}


@pytest.mark.parametrize(
    ("rule", "pointer", "code"),
    [
        (None, "", "not_a_node"),
        ({}, "", "not_a_node"),
        ({"v": 2, "root": {"everyone": True}}, "/v", "unknown_version"),
        ({"v": 1, "root": {"all": []}}, "/root/all", "no_conditions"),
        ({"all": []}, "/all", "no_conditions"),
        ({"all": [{"attr": "nose", "op": "eq", "value": 1}]}, "/all/0/attr", "unknown_attribute"),
        ({"not": {"attr": "city", "op": "lt", "value": "x"}}, "/not/op", "unknown_operator"),
        ({"attr": "city", "op": "eq", "value": "x", "size": 1}, "/size", "unknown_key"),
        ({"any": [{"attr": "class.value", "op": "eq", "value": "gold"}]}, "/any/0/value", "wrong_type"),
        ({"attr": "score.orders", "op": "between", "value": [9, 1]}, "/value", "needs_a_range"),
        ({"attr": "score.orders", "op": "between", "value": ["a", 1]}, "/value/0", "wrong_type"),
        ({"attr": "score.orders", "op": "eq", "value": True}, "/value", "wrong_type"),
        ({"attr": "score.orders", "op": "eq", "value": float("nan")}, "/value", "out_of_range"),
        ({"attr": "score.orders", "op": "eq", "value": 2**70}, "/value", "out_of_range"),
        ({"attr": "score.last_on", "op": "eq", "value": "31 January"}, "/value", "wrong_type"),
        ({"attr": "score.last_on", "op": "eq", "value": "0001-01-01"}, "/value", "out_of_range"),
        ({"attr": "score.last_on", "op": "in_last", "value": 30}, "/value", "needs_a_span"),
        ({"attr": "city", "op": "in", "value": []}, "/value", "needs_a_list"),
        ({"attr": "city", "op": "in", "value": ["x"] * 5_001}, "/value", "needs_a_list"),
        ({"attr": "city", "op": "eq", "value": "a\x00"}, "/value", "wrong_type"),
        ({"attr": "tag", "op": "eq", "value": "VIP"}, "/op", "unknown_operator"),
        ({"attr": "tag", "op": "has_any", "value": "VIP"}, "/value", "needs_a_list"),
        ({"attr": "scene", "op": "has_all", "value": ["business", "x"]}, "/value/1", "wrong_type"),
        ({"attr": "birthday", "op": "on_day", "value": "2026-01-01"}, "/op", "unknown_operator"),
        ({"all": [{"attr": "city", "op": "is_set"}] * 201}, "/all/199", "too_many_nodes"),
        ({"all": [{"event": "nose.blown"}]}, "/all/0/event", "unknown_event"),
        ({"all": [{**EVENT, "within": {"last": 3651, "unit": "day"}}]}, "/all/0/within", "out_of_range"),
        ({**EVENT, "within": {"last": 3, "unit": "moon"}}, "/within", "unknown_unit"),
        ({**EVENT, "within": {"from": "2026-02-01", "to": "2026-01-01"}}, "/within", "needs_a_range"),
        ({**EVENT, "within": {"from": "2026-02-30", "to": "2026-03-01"}}, "/within/from", "wrong_type"),
        (
            {**EVENT, "within": {"lunar": ["中秋"], "offset_days": [1, 2], "year": "this"}},
            "/within",
            "unknown_window",
        ),
        ({**EVENT, "count": {"op": "ge", "value": -1}}, "/count/value", "out_of_range"),
        ({**EVENT, "where": [{"attr": "nose", "op": "eq", "value": 1}]}, "/where/0/attr", "unknown_field"),
        ({**EVENT, "agg": "sum", "of": "category", "op": "ge", "value": 1}, "/of", "wrong_type"),
        ({"seq": [EVENT], "gap": {"n": 1, "unit": "day"}}, "/seq", "needs_a_list"),
        ({"seq": [EVENT, {"event": "x"}], "gap": {"n": 1, "unit": "day"}}, "/seq/1/event", "unknown_event"),
        ({"seq": [EVENT, EVENT], "gap": {"n": 1, "unit": "moon"}}, "/gap", "needs_a_span"),
        ({"seq": [EVENT, EVENT], "gap": {"n": 9_999, "unit": "week"}}, "/gap/n", "out_of_range"),
        ({"in_segment": "gone"}, "/in_segment", "unknown_segment"),
        ({"bucket": {"salt": "s", "from": 9, "to": 3}}, "/bucket/to", "out_of_range"),
        ({"everyone": False}, "", "not_a_node"),
    ],
)
def test_bad_input_names_the_node_at_fault(rule: object, pointer: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(rule, VOCABULARY)
    assert (caught.value.pointer, caught.value.code) == (pointer, code)


def test_depth_is_limited() -> None:
    rule: object = {"attr": "city", "op": "is_set"}
    for _ in range(DEPTH):
        rule = {"not": rule}
    with pytest.raises(RuleError, match="too_deep"):
        parse(rule, VOCABULARY)


def test_a_sample_is_even_and_two_salts_have_nothing_in_common() -> None:
    shares = [sum(bucket_of(i, salt) < 100 for i in range(100_000)) for salt in ("a", "b")]
    both = sum(bucket_of(i, "a") < 100 and bucket_of(i, "b") < 100 for i in range(100_000))

    assert all(9_700 < share < 10_300 for share in shares)
    assert 900 < both < 1_100
    assert {bucket_of(i, "a") for i in range(20_000)} == set(range(BUCKETS))


def test_the_schema_names_what_the_vocabulary_has() -> None:
    schema = json.dumps(json_schema(VOCABULARY))

    for name in (*VOCABULARY.attributes, *VOCABULARY.events, "in_segment", "offset_days"):
        assert f'"{name}"' in schema
