"""The grammar as JSON Schema (2020-12), for editors and the API; names are those of one vocabulary.

It says what a rule looks like. That values fit their attribute, ranges ascend and depth is limited is said by
`parse`, which names the place.
"""

from typing import Any

from tuanke.kit.lunar import FESTIVALS
from tuanke.kit.rules.events_parsing import HOURS, LONGEST_SEQUENCE
from tuanke.kit.rules.values import LONGEST_TEXT
from tuanke.kit.rules.vocabulary import COUNTING, FUNCTIONS, OPS, PRESENCE, Vocabulary
from tuanke.kit.rules.windows import UNITS

DAY = {"type": "string", "format": "date"}
COUNT = {"type": "integer", "minimum": 1}
UNIT = {"enum": [*UNITS]}
ALL_OPS = sorted({op for ops in OPS.values() for op in ops} | {*PRESENCE})
NODE = {"$ref": "#/$defs/node"}
NODES = {"type": "array", "items": NODE, "minItems": 1}


def json_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """A rule as it is saved, or its root alone."""
    saved = _object({"v": {"const": 1}, "root": NODE}, required=["v", "root"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "oneOf": [saved, NODE],
        "$defs": {
            "node": {"oneOf": [*_groups(), *_leaves(vocabulary)]},
            "window": {"oneOf": _windows()},
            "predicate": _object(
                {"attr": {"type": "string"}, "op": {"enum": ALL_OPS}, "value": True}, required=["attr", "op"]
            ),
        },
    }


STEPS = {"type": "array", "minItems": 2, "maxItems": LONGEST_SEQUENCE}
GAP = {
    "type": "object",
    "properties": {"n": COUNT, "unit": {"enum": [*HOURS]}},
    "required": ["n", "unit"],
}


def _groups() -> list[dict[str, Any]]:
    return [
        _object({key: schema}, required=[key])
        for key, schema in {"all": NODES, "any": NODES, "not": NODE}.items()
    ]


def _leaves(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    attribute = {"attr": {"enum": [*vocabulary.attributes]}, "op": {"enum": ALL_OPS}, "value": True}
    happened = {
        "event": {"enum": [*vocabulary.events]},
        "where": {"type": "array", "items": {"$ref": "#/$defs/predicate"}},
        "within": {"$ref": "#/$defs/window"},
    }
    count = {"op": {"enum": [*COUNTING]}, "value": {"type": "integer", "minimum": 0}}
    result = {"agg": {"enum": [*FUNCTIONS]}, "of": {"type": "string"}, "op": {"enum": ALL_OPS}, "value": True}
    ends = {"type": "integer", "minimum": 0, "maximum": 999}
    sample = {"salt": {"type": "string", "maxLength": LONGEST_TEXT}, "from": ends, "to": ends}
    return [
        _object(attribute, required=["attr", "op"]),
        _object({**happened, "count": _object(count, required=[*count])}, required=["event"]),
        _object({**result, **happened}, required=["agg", "of", "event", "op"]),
        _object(
            {"seq": STEPS | {"items": _object(happened, required=["event"])}, "gap": GAP},
            required=["seq", "gap"],
        ),
        *(
            _object({key: {"type": "string"}}, required=[key])
            for key in ("in_segment", "in_list", "in_group")
        ),
        _object({"bucket": _object(sample, required=[*sample])}, required=["bucket"]),
        _object({"everyone": {"const": True}}, required=["everyone"]),
    ]


def _windows() -> list[dict[str, Any]]:
    offsets = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    forms: list[dict[str, Any]] = [
        {"last": COUNT, "unit": UNIT},
        {"before_last": COUNT, "unit": UNIT},
        {"rolling_hours": COUNT},
        {"from": DAY, "to": DAY},
        {"lunar": {"enum": [*FESTIVALS]}, "offset_days": offsets, "year": {"enum": ["this", "last"]}},
    ]
    return [{"const": "ever"}, *(_object(form, required=[*form]) for form in forms)]


def _object(properties: dict[str, Any], *, required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
