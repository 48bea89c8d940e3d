"""A rule somebody writes: read, counted, in words; or what is wrong with it and where."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tuanke.kit.rules import Node, RuleError, parse
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.segments.selectors.vocabulary import grammar, sources_of
from tuanke.segments.selectors.wording import read_back
from tuanke.segments.services.checking import select
from tuanke.segments.web.people import Listed, listed_of
from tuanke.segments.web.wording import in_words


@dataclass(frozen=True)
class Checked:
    """`pointer` names the part of the rule that `error` speaks of."""

    sentence: str = ""
    count: int | None = None
    sample: list[Listed] = field(default_factory=list)
    missing: list[tuple[str, int]] = field(default_factory=list)
    error: str = ""
    pointer: str = ""


def read_rule(text: str) -> Node:
    """Raises RuleError, also for what is no JSON."""
    return parse(load(text), grammar())


def load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise RuleError("", "not_a_node") from None


def check(text: str, viewer: Viewer, *, at: datetime) -> Checked:
    try:
        node = read_rule(text)
    except RuleError as error:
        return wrong(error)
    found = select(node, viewer, at=at)
    sources = sources_of(node)
    missing = [(str(sources[name].label), n) for name, n in found.without_value.items() if n]
    return Checked(read_back(node, sources), found.count, listed_of(found.first, viewer), missing)


def wrong(error: RuleError) -> Checked:
    return Checked(error=in_words(error), pointer=error.pointer)
