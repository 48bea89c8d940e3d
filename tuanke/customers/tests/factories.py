from datetime import UTC, datetime

from tuanke.customers.models import Customer

AT = datetime(2026, 1, 31, 8, 6, tzinfo=UTC)


def make_customer(name: str = "张三", *, kind: str = "person") -> int:
    """Customers come in by files, which are a room above; here the row is all that matters. Gives its id."""
    return Customer.objects.create(display_name=name, kind=kind, created_at=AT).pk


def made(name: str = "张三", *, kind: str = "person") -> Customer:
    """The same, as the row the services take."""
    return Customer.objects.get(pk=make_customer(name, kind=kind))
