"""A customer as a line of this room's lists, masked as the viewer's role requires."""

from typing import Any

from tuanke.classes.selectors.names import DIMENSION_NAMES, tone
from tuanke.classes.selectors.options import shown_class
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.platform.accounts.domain.permissions import Viewer


def line(held: Any, viewer: Viewer) -> dict[str, Any]:
    """`held` is a CustomerClass with its customer, owner and score."""
    return {**_who(held.customer, viewer), "owner": held.customer.owner, "score": held.score}


def changed_line(change: Any, viewer: Viewer) -> dict[str, Any]:
    """`change` is a ClassChange with its customer."""
    names = [shown_class(change.dimension, code) if code else "–" for code in (change.before, change.after)]
    return {
        **_who(change.customer, viewer),
        "change": change,
        "dimension_name": DIMENSION_NAMES[change.dimension],
        "before": names[0],
        "after": names[1],
        "before_tone": tone(change.before),
        "after_tone": tone(change.after),
    }


def _who(customer: Any, viewer: Viewer) -> dict[str, Any]:
    return {
        "customer": customer,
        "name": shown_name_of(customer, viewer),
    }
