"""What only one customer may have: the database decides, and the answer names who has it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from tuanke.customers.models import ContactPoint, Customer, CustomField, CustomFieldHolder


class TakenError(Exception):
    """`field` is what somebody has already; `holder` is that customer (a merged one's survivor)."""

    def __init__(self, field: str, holder: Customer | None) -> None:
        super().__init__(field)
        self.field = field
        self.holder = holder


@contextmanager
def only_one(constraint: str) -> Iterator[None]:
    """Raises LookupError where the database found the constraint broken, in a savepoint of its own."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", "") != constraint:
            raise
        raise LookupError(constraint) from error


def who_has_contact(kind: str, value_hash: bytes) -> Customer | None:
    rows = ContactPoint.objects.filter(type=kind, value_hash=value_hash, is_identity=True)
    return _survivor(rows.values_list("customer_id", flat=True).first())


def who_has_uscc(uscc: str) -> Customer | None:
    return Customer.objects.filter(uscc=uscc, status=Customer.Status.ACTIVE).first()


def who_has_value(field: CustomField, value: str) -> Customer | None:
    holder = CustomFieldHolder.objects.filter(field=field, value=value)
    return _survivor(holder.values_list("customer_id", flat=True).first())


def _survivor(customer_id: int | None) -> Customer | None:
    if customer_id is None:
        return None
    found = Customer.objects.select_related("merged_into").get(pk=customer_id)
    return found.merged_into or found
