"""Random rules, as JSON, over a small vocabulary."""

from typing import Any

from hypothesis import strategies as st

from tuanke.kit.rules import DEPTH, Attribute, RuleEvent, RuleField, Vocabulary

SEGMENT = "0190f0e0-0000-7000-8000-000000000001"
BOUGHT = RuleEvent(
    name="order_line.bought",
    label="bought",
    table="order_lines",
    of=lambda _reference: None,
    at="ordered_at",
    rows=lambda: None,
    fields={
        "category": RuleField(Attribute("text"), "category", "category"),
        "quantity": RuleField(Attribute("number"), "quantity", "quantity"),
        "revenue": RuleField(Attribute("money"), "revenue_fen", "revenue"),
        "day": RuleField(Attribute("day"), "ordered_on", "day"),
    },
    counted=None,
    later=("order_id", "line_no"),
)
VOCABULARY = Vocabulary(
    attributes={
        "class.value": Attribute("choice", ("high_value", "ordinary")),
        "score.orders": Attribute("number"),
        "score.last_on": Attribute("day"),
        "city": Attribute("text"),
        "tag": Attribute("set"),
        "scene": Attribute("set", ("business", "leisure")),
        "birthday": Attribute("anniversary"),
    },
    events={BOUGHT.name: BOUGHT},
    members={"segment": {SEGMENT}},
)

SPANS = st.builds(
    lambda n, unit: {"n": n, "unit": unit},
    st.integers(1, 9),
    st.sampled_from(["day", "week", "month", "year"]),
)
WINDOWS = st.one_of(
    st.just("ever"),
    SPANS.map(lambda span: {"last": span["n"], "unit": span["unit"]}),
    SPANS.map(lambda span: {"before_last": span["n"], "unit": span["unit"]}),
    st.integers(1, 2_000).map(lambda hours: {"rolling_hours": hours}),
    st.builds(
        lambda day, month: {"from": f"2025-{month:02}-{day:02}", "to": "2026-02-28"},
        st.integers(1, 28),
        st.integers(1, 12),
    ),
    st.builds(
        lambda festival, year: {"lunar": festival, "offset_days": [-45, -14], "year": year},
        st.sampled_from(["春节", "中秋"]),
        st.sampled_from(["this", "last"]),
    ),
)
ORDER = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"])
PREDICATES = st.one_of(
    st.builds(
        lambda op, value: {"attr": "category", "op": op, "value": value},
        st.sampled_from(["eq", "ne", "contains", "starts_with"]),
        st.sampled_from(["茶", "米面", "米"]),
    ),
    st.builds(lambda op, value: {"attr": "quantity", "op": op, "value": value}, ORDER, st.integers(0, 4)),
    st.just({"attr": "category", "op": "is_set", "value": None}),
)
HAPPENED = st.builds(
    lambda where, within: {"event": BOUGHT.name, "where": where, "within": within},
    st.lists(PREDICATES, max_size=2),
    WINDOWS,
)
LEAVES = st.one_of(
    st.builds(
        lambda op, value: {"attr": "class.value", "op": op, "value": value},
        st.sampled_from(["eq", "ne"]),
        st.sampled_from(["high_value", "ordinary"]),
    ),
    st.builds(
        lambda op, value: {"attr": "score.orders", "op": op, "value": value}, ORDER, st.integers(-5, 5)
    ),
    st.just({"attr": "score.orders", "op": "between", "value": [1, 3]}),
    st.just({"attr": "city", "op": "is_set", "value": None}),
    st.just({"attr": "city", "op": "in", "value": ["杭州市", "上海市"]}),
    st.builds(
        lambda op, values: {"attr": "tag", "op": op, "value": values},
        st.sampled_from(["has_any", "has_all", "has_none"]),
        st.lists(st.sampled_from(["VIP", "老客", "%"]), min_size=1),
    ),
    SPANS.map(lambda span: {"attr": "birthday", "op": "anniversary_in", "value": span}),
    st.builds(
        lambda op, span: {"attr": "score.last_on", "op": op, "value": span},
        st.sampled_from(["in_last", "in_next", "anniversary_in"]),
        SPANS,
    ),
    st.builds(
        lambda happened, op, value: {**happened, "count": {"op": op, "value": value}},
        HAPPENED,
        ORDER,
        st.integers(0, 3),
    ),
    st.builds(
        lambda happened, function, of, op, value: {
            "agg": function,
            "of": of,
            **happened,
            "op": op,
            "value": value,
        },
        HAPPENED,
        st.sampled_from(["sum", "avg", "min", "max", "distinct", "last", "first"]),
        st.sampled_from(["quantity", "revenue"]),
        ORDER,
        st.integers(0, 9_000),
    ),
    st.builds(
        lambda steps, hours: {"seq": steps, "gap": {"n": hours, "unit": "hour"}},
        st.lists(HAPPENED, min_size=2, max_size=3),
        st.integers(1, 999),
    ),
    st.builds(lambda first: {"bucket": {"salt": "s", "from": first, "to": 999}}, st.integers(0, 999)),
    st.just({"in_segment": SEGMENT}),
    st.just({"everyone": True}),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda nodes: {"all": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda nodes: {"any": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda node: {"not": node}, inner),
    ),
    max_leaves=6,
).filter(lambda rule: depth(rule) <= DEPTH)


def depth(rule: dict[str, Any]) -> int:
    group = rule.get("all") or rule.get("any") or ([rule["not"]] if "not" in rule else None)
    return 1 if group is None else 1 + max(depth(node) for node in group)
