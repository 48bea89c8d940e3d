"""Interactions as a source tells them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tuanke.customers.domain.references import Reference
from tuanke.engagement.domain.interactions import About, Observed, Outcome
from tuanke.engagement.services import interactions

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
SOURCE = "mini"


def visitor(name: str) -> Reference:
    return Reference("identity", SOURCE, name)


def observed(event_id: str, who: Reference, *, days_ago: float = 0, **more: Any) -> Observed:
    """A look at a page unless it says otherwise."""
    about = {name: more.pop(name) for name in list(more) if name in About.__dataclass_fields__}
    values = {"type": "browse", "occurred_at": AT - timedelta(days=days_ago), **more}
    return Observed(event_id=event_id, who=who, about=About(**about), **values)


def tell(*rows: Observed, source: str = SOURCE, at: datetime = AT) -> list[Outcome]:
    return interactions.record(source=source, observed=rows, at=at)
