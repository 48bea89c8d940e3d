"""What is kept about a line of today's list, in words."""

from tuanke.care.models import Attention
from tuanke.care.selectors import reason_words


def outcome_name(code: str) -> str:
    return str(Attention.Outcome(code).label)


def state_name(code: str) -> str:
    return str(Attention.State(code).label)


def why_listed(line: Attention) -> str:
    score = line.customer.classification.score
    return reason_words.why(
        line.reason,
        gap_days=score.expected_gap_days or 0,
        recency_days=score.recency_days or 0,
        orders=score.orders or 0,
    )
