"""What a customer seems to care for, and the few things they did that say so."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.engagement.selectors.interactions import list_done_in
from tuanke.engagement.selectors.wording import interaction_name
from tuanke.facts.selectors.interests import list_interests
from tuanke.insights.affinity import weight
from tuanke.orders.selectors.orders import list_bought_in
from tuanke.platform.accounts.domain.permissions import Permission, Viewer

EVIDENCE = 5


@dataclass(frozen=True)
class Evidence:
    """`weight` is what it adds to the category today."""

    at: datetime
    title: str
    text: str
    weight: float


def inferred_needs(
    viewer: Viewer, customer_ids: Sequence[int], customer_id: int, *, today: date
) -> list[dict[str, Any]]:
    """Each category with its share, how much it rests on, and the five weightiest events behind it.

    Of each kind the five newest are enough to find them: within a kind the newest weighs most.
    """
    interests = list(list_interests(customer_id))
    if not interests:
        return []
    categories = [row.category for row in interests]
    behind: dict[str, list[Evidence]] = defaultdict(list)
    for category, evidence in _bought(viewer, customer_ids, categories, today):
        behind[category].append(evidence)
    for done in list_done_in(viewer, customer_ids, categories, each=EVIDENCE):
        text = " · ".join(part for part in (done.about, done.campaign, done.channel) if part)
        weighs = weight(done.type, _age(done.at, today))
        behind[done.category].append(Evidence(done.at, interaction_name(done.type), text, weighs))
    return [{"interest": row, "events": _weightiest(behind[row.category])} for row in interests]


def _bought(
    viewer: Viewer, customer_ids: Sequence[int], categories: Sequence[str], today: date
) -> Iterable[tuple[str, Evidence]]:
    if not viewer.may(Permission.ORDERS_VIEW):
        return
    for row in list_bought_in(customer_ids, categories, each=EVIDENCE):
        text = f"{row['product_name']} · {row['number']}"
        weighs = weight(None, _age(row["at"], today))
        yield row["category"], Evidence(row["at"], _("Ordered"), text, weighs)


def _age(at: datetime, today: date) -> int:
    return (today - timezone.localdate(at)).days


def _weightiest(events: list[Evidence]) -> list[Evidence]:
    return sorted(events, key=lambda event: (-event.weight, -event.at.timestamp()))[:EVIDENCE]
