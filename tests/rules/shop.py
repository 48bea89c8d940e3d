"""A shop small enough to reckon with: customers, orders on chosen moments, segments by rule."""

from datetime import datetime, timedelta
from typing import Any

from tuanke.customers.models import Customer
from tuanke.facts.services import dirty
from tuanke.facts.services.refresh import forget, refresh
from tuanke.facts.services.store import open_store
from tuanke.orders.models import Order, OrderLine
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.models import Segment
from tuanke.segments.services import attribute_rows, segments


def add_customer(name: str, at: datetime, **values: Any) -> Customer:
    return Customer.objects.create(kind="person", display_name=name, created_at=at, **values)


def add_order(customer: Customer, at: datetime, *, fen: int = 1_000) -> Order:
    order = Order.objects.create(
        customer=customer,
        source="s",
        external_id=f"{customer.pk}-{at.isoformat()}-{Order.objects.count()}",
        revenue_fen=fen,
        ordered_at=at,
    )
    OrderLine.objects.create(order=order, position=0, quantity=1, revenue_fen=fen)
    return order


def store_everything() -> None:
    """The fact store as it would be after everybody was scored."""
    store = open_store()
    dirty.mark_dirty(Customer.objects.values_list("pk", flat=True))
    forget(refresh(store))
    attribute_rows.refresh(store, None)


def add_segment(name: str, rule: dict[str, Any], at: datetime) -> Segment:
    from tuanke.platform.accounts.models import Staff

    staff = Staff.objects.first() or make_staff()
    return segments.save_segment(name=name, rule=rule, by=staff.pk, at=at)


def ordered(times: int, window: Any) -> dict[str, Any]:
    return {"event": "order.placed", "within": window, "count": {"op": "ge", "value": times}}


def days(n: int) -> timedelta:
    return timedelta(days=n)
