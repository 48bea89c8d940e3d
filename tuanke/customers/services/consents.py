from datetime import datetime

from django.db import transaction

from tuanke.customers.domain import consent as rules
from tuanke.customers.events import ConsentRecorded
from tuanke.customers.models import ConsentRecord, Customer
from tuanke.customers.selectors.consents import latest_consents
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events

ConsentError, ConsentRegression = rules.ConsentError, rules.ConsentRegression


@transaction.atomic
def record_consent(
    *,
    customer: Customer,
    channel: str,
    purpose: str,
    said: rules.Statement,
    basis: str = ConsentRecord.Basis.CONSENT,
    expires_at: datetime | None = None,
    by: int | None,
    at: datetime,
) -> ConsentRecord:
    """Append what the customer said. Raises ConsentError, or ConsentRegression over a newer refusal."""
    choices = _choices(channel, purpose, said, basis)
    rules.check_statement(said, expires_at=expires_at, choices=choices, at=at)
    bump(customer.pk)  # locks the customer: two who record at once are put in order
    rules.check_order(said, _latest(customer, channel, purpose))
    row = ConsentRecord.objects.create(
        customer=customer,
        channel=channel,
        purpose=purpose,
        status=said.status,
        basis=basis,
        source=said.source,
        evidence=said.evidence.strip(),
        occurred_at=said.occurred_at,
        expires_at=expires_at,
        by_id=by,
    )
    changes = {"channel": channel, "purpose": purpose, "status": said.status, "source": said.source}
    trail.record(action="consent.recorded", target=customer, by=by, at=at, changes=changes)
    told = ConsentRecorded(
        customer_id=customer.pk, channel=channel, purpose=purpose, status=said.status, by=by
    )
    events.publish(told, at=at)
    mark_dirty([customer.pk])
    return row


def _choices(
    channel: str, purpose: str, said: rules.Statement, basis: str
) -> dict[str, tuple[str, set[str]]]:
    """Field → (what it is, what it may be)."""
    return {
        "channel": (channel, set(ConsentRecord.Channel.values)),
        "purpose": (purpose, set(ConsentRecord.Purpose.values)),
        "status": (said.status, set(ConsentRecord.Status.values)),
        "basis": (basis, set(ConsentRecord.Basis.values)),
        "source": (said.source, {"", *ConsentRecord.Source.values}),
    }


def _latest(customer: Customer, channel: str, purpose: str) -> rules.Statement | None:
    row = latest_consents(customer).get((channel, purpose))
    return rules.Statement(row.status, row.occurred_at, row.evidence, row.source) if row else None
