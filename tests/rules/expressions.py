"""Rules as expressions over tables that both engines know: order lines, and scores in the place of attributes."""

from datetime import datetime, time
from types import MappingProxyType
from typing import Any

import ibis

from tests.rules.history import ZONE
from tuanke.engagement.selectors.rules import INTERACTION_EVENTS
from tuanke.insights.tables import CUSTOMER_SCORES, INTERACTIONS, ORDER_LINES, REFUNDS
from tuanke.insights.tests.histories import day
from tuanke.kit.rules import Attribute, Member, Vocabulary, parse
from tuanke.kit.rules.windows import AsOf
from tuanke.orders.selectors.rules import ORDER_EVENTS
from tuanke.segments.domain.expression import VALUES, Tables, members

LINES = ibis.table(ORDER_LINES, name="lines")
SCORES = ibis.table(CUSTOMER_SCORES, name="scores")
OTHER = "0190f0e0-0000-7000-8000-000000000001"
EVENTS = {event.name: event for event in (*ORDER_EVENTS, *INTERACTION_EVENTS)}
IN_ROWS = {
    "tag": Attribute("set"),
    "day.birthday": Attribute("anniversary"),
    "consent.sms.marketing": Attribute("choice", ("granted", "denied")),
    "custom.person.size": Attribute("number"),
    "custom.person.since": Attribute("day"),
    "custom.person.budget": Attribute("money"),
}
VOCABULARY = Vocabulary(
    attributes={
        **IN_ROWS,
        "lifecycle": Attribute("text"),
        "orders": Attribute("number"),
        "revenue_fen": Attribute("money"),
        "last_on": Attribute("day"),
        "first_on": Attribute("day"),
    },
    events=EVENTS,
    members={"segment": {OTHER}},
)
TABLES = Tables(
    SCORES,
    {
        "order_lines": LINES,
        "refunds": ibis.table(REFUNDS, name="refunds"),
        "interactions": ibis.table(INTERACTIONS, name="interactions"),
    },
    {Member("segment", OTHER): SCORES.filter(SCORES.orders > 2)},
    ibis.table(VALUES, name="rule_values"),
    IN_ROWS,
)
AS_OF = AsOf(datetime.combine(day(9), time(9), ZONE), ZONE)

BOUGHT = {"event": "order_line.bought", "within": {"last": 1, "unit": "year"}}
RULES: dict[str, Any] = {
    "attributes": {
        "any": [
            {"attr": "lifecycle", "op": "in", "value": ["lost", "dormant"]},
            {"not": {"attr": "orders", "op": "between", "value": [1, 1.5]}},
            {"attr": "lifecycle", "op": "starts_with", "value": "act"},
            {"attr": "last_on", "op": "in_last", "value": {"n": 2, "unit": "month"}},
            {"attr": "first_on", "op": "anniversary_in", "value": {"n": 30, "unit": "day"}},
        ]
    },
    "orders": {
        "event": "order.placed",
        "within": {"last": 90, "unit": "day"},
        "count": {"op": "ge", "value": 2},
    },
    "lines": {
        **BOUGHT,
        "where": [{"attr": "category", "op": "contains", "value": "类"}],
        "count": {"op": "lt", "value": 3},
    },
    "sums": {
        "all": [
            {**BOUGHT, "agg": "sum", "of": "revenue", "op": "gt", "value": 10_000},
            {**BOUGHT, "agg": "avg", "of": "quantity", "op": "ge", "value": 3},
        ]
    },
    "the last": {**BOUGHT, "agg": "last", "of": "category", "op": "in", "value": ["类1", "类2", "类3"]},
    "distinct": {**BOUGHT, "agg": "distinct", "of": "day", "op": "ge", "value": 3},
    "one after the other": {
        "seq": [{"event": "order.placed"}, {"event": "order.refunded"}],
        "gap": {"n": 30, "unit": "day"},
    },
    "values in rows": {
        "any": [
            {"attr": "tag", "op": "has_all", "value": ["VIP", "老客"]},
            {"attr": "day.birthday", "op": "anniversary_in", "value": {"n": 30, "unit": "day"}},
            {"attr": "custom.person.size", "op": "between", "value": [0.1, 1.5]},
            {"attr": "custom.person.since", "op": "in_last", "value": {"n": 9, "unit": "day"}},
            {"attr": "custom.person.budget", "op": "lt", "value": 300},
        ]
    },
    "no values in rows": {
        "all": [
            {"attr": "tag", "op": "has_none", "value": ["VIP"]},
            {"attr": "consent.sms.marketing", "op": "is_not_set"},
        ]
    },
    "what still holds": {"attr": "consent.sms.marketing", "op": "eq", "value": "granted"},
    "interactions": {
        "any": [
            {"event": "interaction.comment", "count": {"op": "ge", "value": 2}},
            {"agg": "last", "of": "category", "event": "interaction", "op": "contains", "value": "1"},
        ]
    },
    "others": {"all": [{"not": {"in_segment": OTHER}}, {"bucket": {"salt": "s", "from": 0, "to": 499}}]},
    "before mid-autumn": {
        "event": "order.placed",
        "within": {"lunar": "中秋", "offset_days": [-45, 0], "year": "last"},
    },
}
EXPRESSIONS = MappingProxyType(
    {
        f"segment, {name}": members(parse(rule, VOCABULARY), TABLES, EVENTS, AS_OF)
        for name, rule in RULES.items()
    }
)
