"""What two records have in common, what that is worth, and which pairs hang together (domain A5)."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SHARED_BY = 4  # a number that this many give tells nobody apart
LIKELY = 0.9  # below, a pair is not worth anybody's time
WEAK = 0.5  # below, two are unlikely to be one
RECALL = 0.7  # of the pairs there are, how many share a number; measured on made-up archives
Pair = tuple[int, int]


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: SQL over `_l` and `_r`, and how often it comes up.

    `matching` is among records of one customer, `random` among two records drawn at random; where the shop's own
    data say how often, they replace `random`.
    """

    code: str
    sql: str
    matching: float
    random: float
    frequency_of: str = ""  # a rare value agrees less often by chance than a common one


@dataclass(frozen=True)
class Feature:
    """A comparison: its levels from the strongest agreement down; `missing` is SQL for "one side says nothing"."""

    name: str
    missing: str
    levels: tuple[Level, ...]


def _lists(name: str, column: str, matching: float, random: float) -> Feature:
    same = f"list_has_any({column}_l, {column}_r)"
    missing = f"len({column}_l) = 0 OR len({column}_r) = 0"
    return Feature(
        name,
        missing,
        (Level("same", same, matching, random), Level("other", "ELSE", 1 - matching, 1 - random)),
    )


def _absent(column: str) -> str:
    return f"{column}_l = '' OR {column}_r = ''"


CONTACTS = (
    Feature(
        "mobile",
        "len(mobiles_l) = 0 OR len(mobiles_r) = 0",
        (
            Level("same", "list_has_any(mobiles_l, mobiles_r)", 0.55, 5e-6),
            Level("last8", "list_has_any(last8_l, last8_r)", 0.02, 2e-6),
            Level("other", "ELSE", 0.43, 0.999993),
        ),
    ),
    _lists("email", "emails", 0.6, 1e-5),
    _lists("wechat", "wechats", 0.6, 1e-5),
)
PLACE = Feature(
    "place",
    f"(len(addresses_l) = 0 OR len(addresses_r) = 0) AND ({_absent('city')})",
    (
        Level("address", "list_has_any(addresses_l, addresses_r)", 0.4, 2e-5),
        Level("city", "city_l = city_r AND city_l <> ''", 0.45, 0.05),
        Level("other", "ELSE", 0.15, 0.94998),
    ),
)
NAME = Feature(
    "name",
    _absent("name"),
    (
        Level("same", "name_l = name_r", 0.8, 5e-4, frequency_of="name"),
        Level("sounds", "pinyin_l = pinyin_r", 0.06, 4e-4, frequency_of="pinyin"),
        Level("nearly", "levenshtein(pinyin_l, pinyin_r) <= 1", 0.05, 2e-3),
        Level("part", "starts_with(name_l, name_r) OR starts_with(name_r, name_l)", 0.05, 5e-3),
        Level("other", "ELSE", 0.04, 0.9921),
    ),
)
FEATURES: Mapping[str, tuple[Feature, ...]] = {
    "person": (
        NAME,
        *CONTACTS,
        Feature(
            "birthday",
            _absent("birthday"),
            (
                Level("same", "birthday_l = birthday_r", 0.95, 1 / 12_000),
                Level("other", "ELSE", 0.05, 1 - 1 / 12_000),
            ),
        ),
        PLACE,
        _lists("employer", "employers", 0.5, 1e-3),
    ),
    "org": (
        NAME,
        Feature(
            "suffix",
            _absent("suffix"),
            (Level("same", "suffix_l = suffix_r", 0.9, 0.5), Level("other", "ELSE", 0.1, 0.5)),
        ),
        *CONTACTS,
        _lists("tax_number", "tax_numbers", 0.97, 1e-6),
        PLACE,
    ),
}
CONFLICTS = {("birthday", "other"), ("tax_number", "other")}


def bits(kind: str, feature_name: str, code: str) -> float:
    """What a level is worth before any data: how much likelier it is for one customer than by chance, as log2."""
    feature = next(feature for feature in FEATURES[kind] if feature.name == feature_name)
    level = next(level for level in feature.levels if level.code == code)
    return round(math.log2(level.matching / level.random), 1)


def contradictions(levels: Iterable[tuple[str, str]]) -> set[str]:
    """Features in which two records cannot both be right: never merged without somebody looking (A5.3)."""
    return {feature for feature, _level in CONFLICTS.intersection(levels)}
