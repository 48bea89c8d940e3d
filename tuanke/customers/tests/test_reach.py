"""Whether a permission reaches a customer is the same asked of the row in hand and asked of the database."""

import itertools
from typing import Any

import pytest

from tuanke.customers.models import Customer
from tuanke.customers.selectors.customers import is_within, list_customers
from tuanke.customers.tests.factories import made
from tuanke.platform.accounts.domain.permissions import Permission, Role, Viewer
from tuanke.platform.accounts.tests.factories import make_staff, make_team

pytestmark = pytest.mark.django_db


def test_every_role_reaches_the_same_customers_either_way() -> None:
    north, south = make_team("North"), make_team("South")
    owners = [make_staff(f"s{number}", team=team) for number, team in enumerate((north, north, south, None))]
    customers = [_owned(owner) for owner in (*owners, None)]
    customers.append(_owned(owners[0], status=Customer.Status.ANONYMISED))
    viewers = [Viewer(staff.pk, staff.team_id, role) for staff in owners for role in Role]
    for viewer, permission in itertools.product(viewers, Permission):
        asked = [customer for customer in customers if is_within(viewer, customer, permission)]
        assert asked == list(list_customers(viewer, permission).order_by("pk")), (viewer, permission)


def _owned(owner: Any, *, status: str = Customer.Status.ACTIVE) -> Customer:
    customer = made()
    customer.owner, customer.status = owner, status
    customer.save()
    return customer
