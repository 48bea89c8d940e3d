"""What one customer's margin rests on, in words."""

from tuanke.facts.models import CustomerScore
from tuanke.facts.selectors.margin_words import margin_basis


def margin_basis_of(score: CustomerScore) -> str:
    """What this customer's margin rests on."""
    return margin_basis(known=score.cost_known_fen, stated=score.margin_stated_fen, revenue=score.revenue_fen)
