"""What the panels of the archive page show of each row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tuanke.customers.domain.consent import state_of
from tuanke.customers.models import Affiliation, ConsentRecord, ContactPoint, Customer
from tuanke.customers.selectors.custom_fields import list_custom_fields
from tuanke.customers.selectors.customers import reachable
from tuanke.customers.selectors.wording import field_words, shown_name_of
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.platform.accounts.domain.permissions import Permission, Viewer

TONES = {"granted": "good", "denied": "bad", "withdrawn": "bad", "expired": "warn"}


def contact_line(point: ContactPoint) -> dict[str, Any]:
    """What can be shown without decrypting: the kind and the last digits."""
    return {"point": point, "shown": f"***{point.tail}" if point.tail else "***"}


def person_lines(people: Sequence[Affiliation], viewer: Viewer) -> list[dict[str, Any]]:
    """Of `list_people`; what may be opened and shown follows from who looks after each of them."""
    roles = dict(Affiliation.Role.choices)
    ids = [row.person_id for row in people]
    opens, reveals = (
        reachable(viewer, ids, permission)
        for permission in (Permission.CUSTOMERS_VIEW, Permission.CONTACTS_REVEAL)
    )
    return [
        {
            "row": row,
            "name": shown_name_of(row.person, viewer),
            "roles": [roles[role] for role in row.roles],
            "contacts": [contact_line(point) for point in row.person.current_contacts],  # type: ignore[attr-defined]
            "may_open": row.person_id in opens,
            "may_reveal": row.person_id in reveals,
        }
        for row in people
    ]


def consent_matrix(
    latest: Mapping[tuple[str, str], ConsentRecord], *, at: datetime
) -> list[tuple[str, list[dict[str, Any]]]]:
    """A line per purpose, a cell per channel: the state with since when and through what."""
    return [
        (str(label), [_cell(latest.get((channel, purpose)), at) for channel in ConsentRecord.Channel.values])
        for purpose, label in ConsentRecord.Purpose.choices
    ]


def _cell(record: ConsentRecord | None, at: datetime) -> dict[str, Any]:
    if record is None:
        return {}
    state = state_of(record.status, record.expires_at, at=at)
    return {"record": record, "state": state, "tone": TONES[state]}


def custom_lines(customer: Customer, viewer: Viewer, *, today: date) -> list[tuple[str, str]]:
    """(label, value) of the shop's own fields that are filled in; personal ones masked as names are."""
    sees_personal = may_see(viewer, FieldClass.PERSONAL)
    return [
        (field.label, "***" if field.pii and not sees_personal else field_words(field, value, today=today))
        for field in list_custom_fields(customer.kind)
        if (value := customer.custom.get(field.key)) is not None
    ]
