"""The timeline tells nobody what their role may not see elsewhere."""

from datetime import UTC, datetime

import pytest

from tuanke.customers.tests.factories import make_customer
from tuanke.engagement.selectors.timeline import list_events
from tuanke.engagement.services import events
from tuanke.platform.accounts.domain.permissions import Permission, Role, Viewer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
NEEDED = {
    "order.placed": Permission.ORDERS_VIEW,
    "order.refunded": Permission.ORDERS_VIEW,
    "care.done": Permission.CARE_VIEW,
    "care.snoozed": Permission.CARE_VIEW,
    "care.reopened": Permission.CARE_VIEW,
}


@pytest.mark.parametrize("role", Role)
def test_a_role_reads_of_orders_and_care_only_where_it_may_see_them(role: Role) -> None:
    viewer = Viewer(staff_id=1, team_id=None, role=role)
    customer = make_customer()
    for verb in (*NEEDED, "customer.merged"):
        events.record(customer_id=customer, verb=verb, at=AT)

    read = {event.verb for event in list_events(viewer, [customer])}

    assert read == {verb for verb, needed in NEEDED.items() if viewer.may(needed)} | {"customer.merged"}


def test_the_promise_is_about_somebody() -> None:
    """A positive control: there are roles that see a customer and not the orders."""
    blind = {role for role in Role if not Viewer(1, None, role).may(Permission.ORDERS_VIEW)}

    assert blind == {Role.MARKETING}
