"""Classes as a scoring run would leave them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tuanke.classes.models import CustomerClass
from tuanke.classes.services import assigning
from tuanke.facts.tests.factories import AS_OF, make_run, write_score

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


def scored(
    customer: int, *, run: dict[str, Any] | None = None, at: datetime = AT, **values: Any
) -> CustomerClass:
    """One more scoring run of this customer, and the classes that follow from it."""
    made = make_run(**(run or {}))
    write_score(made, customer, **values)
    assigning.assign(made.pk, at=at)
    return CustomerClass.objects.get(pk=customer)


def scored_on_days(customer: int, *days: int, **values: Any) -> CustomerClass:
    """Scored the same on each of these days after AS_OF: a step down holds on the second one."""
    for day in days:
        held = scored(customer, run={"as_of": AS_OF + timedelta(days=day)}, **values)
    return held
