"""What a report asks, as a value: from JSON and back, strict, every error with the place of what is wrong."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tuanke.kit.rules import Node, RuleError, Vocabulary, parse, to_json
from tuanke.kit.rules.windows import EVER, Ever
from tuanke.reports.domain.breakdowns import BREAKDOWNS, Breakdown, breakdown_of
from tuanke.reports.domain.measures import MEASURES, Measure
from tuanke.reports.domain.period_parsing import period_to_json, read_period
from tuanke.reports.domain.periods import COMPARISONS, Period

MOST_MEASURES, MOST_BREAKDOWNS = 8, 2
TOPS = (5, 10, 20, 50, 100)
USUAL_TOP = 20
KEYS = ("v", "measures", "by", "period", "compared", "whom", "sort", "top")


@dataclass(frozen=True)
class Grammar:
    """`attributes`: those of customers a report can be broken down by. `rules`: what `whom` may ask."""

    attributes: Collection[str] = ()
    rules: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True)
class Question:
    """The first measure is the one that is drawn. `by` has up to two breakdowns: rows, then columns.

    `compared` is empty, before or last_year. `sort` is empty (the usual order) or one of the measures; `top` is how
    many rows there are before the others are put together.
    """

    measures: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: Period = EVER
    compared: str = ""
    whom: Node | None = None
    sort: str = ""
    top: int = USUAL_TOP

    @property
    def asked(self) -> tuple[Measure, ...]:
        return tuple(MEASURES[name] for name in self.measures)

    @property
    def breakdowns(self) -> tuple[Breakdown, ...]:
        return tuple(breakdown_of(name) for name in self.by)


def parse_question(data: object, grammar: Grammar) -> Question:
    """Raises RuleError, whose pointer names the place."""
    if not isinstance(data, dict):
        raise RuleError("", "not_a_question")
    for key in data:
        if key not in KEYS:
            raise RuleError(f"/{key}", "unknown_key")
    if data.get("v", 1) != 1:
        raise RuleError("/v", "unknown_version")
    measures = _names(data.get("measures"), "/measures", MEASURES, "unknown_measure", MOST_MEASURES)
    if not measures:
        raise RuleError("/measures", "no_measure")
    known = {*BREAKDOWNS, *grammar.attributes}
    by = _names(data.get("by", []), "/by", known, "unknown_breakdown", MOST_BREAKDOWNS)
    _check_fit(measures, by)
    period = read_period(data.get("period", "ever"), "/period")
    whom = data.get("whom")
    return Question(
        measures=measures,
        by=by,
        period=period,
        compared=_compared(data.get("compared", ""), period),
        whom=None if whom is None else _whom(whom, grammar.rules),
        sort=_one_of(data.get("sort", ""), ("", *measures), "/sort", "unknown_sort"),
        top=_one_of(data.get("top", USUAL_TOP), TOPS, "/top", "unknown_top"),
    )


def question_to_json(question: Question) -> dict[str, Any]:
    """What `parse_question` reads back as the same question; what is usual is left out."""
    told: dict[str, Any] = {"v": 1, "measures": list(question.measures), "by": list(question.by)}
    told["period"] = period_to_json(question.period)
    if question.whom is not None:
        told["whom"] = to_json(question.whom)
    usual = Question(question.measures)
    for name in ("compared", "sort", "top"):
        if getattr(question, name) != getattr(usual, name):
            told[name] = getattr(question, name)
    return told


def _names(data: object, pointer: str, known: Collection[str], code: str, most: int) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise RuleError(pointer, "needs_a_list")
    for number, name in enumerate(data):
        if not isinstance(name, str) or name not in known:
            raise RuleError(f"{pointer}/{number}", code)
        if name in data[:number]:
            raise RuleError(f"{pointer}/{number}", "named_twice")
    if len(data) > most:
        raise RuleError(f"{pointer}/{most}", "too_many")
    return tuple(data)


def _check_fit(measures: tuple[str, ...], by: tuple[str, ...]) -> None:
    """Refunds know no first order, and who is in the archive has no hour."""
    for number, name in enumerate(by):
        for measure in measures:
            if not MEASURES[measure].sources <= breakdown_of(name).sources:
                raise RuleError(f"/by/{number}", f"does_not_fit:{measure}")


def _compared(data: object, period: Period) -> str:
    compared: str = _one_of(data, ("", *COMPARISONS), "/compared", "unknown_comparison")
    if compared and isinstance(period, Ever):
        raise RuleError("/compared", "nothing_before")
    return compared


def _whom(data: object, vocabulary: Vocabulary) -> Node:
    try:
        return parse(data, vocabulary)
    except RuleError as error:
        raise RuleError(f"/whom{error.pointer}", error.code) from None


def _one_of(data: object, known: Collection[Any], pointer: str, code: str) -> Any:
    if isinstance(data, bool) or not isinstance(data, str | int) or data not in known:
        raise RuleError(pointer, code)
    return data
