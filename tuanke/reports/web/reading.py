"""The question of a request, and whether this person may ask it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.domain.question import Question, parse_question
from tuanke.reports.selectors.offering import grammar, may_ask
from tuanke.reports.web.asked import data_of

FIRST: Mapping[str, Any] = {
    "measures": ["revenue", "customers", "orders"],
    "by": ["month"],
    "period": {"last": 12, "unit": "month"},
}


def question_of(request: HttpRequest, query: QueryDict, usual: Mapping[str, Any] = FIRST) -> Question:
    """Raises RuleError for what is no question, PermissionDenied for one that this role may not ask."""
    question = parse_question(data_of(query, usual), grammar())
    if not may_ask(question, viewer_of(request)):
        raise PermissionDenied
    return question
