from typing import Any

from django.db.models import QuerySet

from tuanke.customers.domain.custom_values import Definition
from tuanke.customers.models import Customer, CustomField


def list_custom_fields(kind: str) -> QuerySet[CustomField]:
    """The shop's own fields in use for persons or organisations, in their order."""
    return CustomField.objects.filter(kind=kind, archived_at__isnull=True).order_by("position", "pk")


def list_all_custom_fields() -> QuerySet[CustomField]:
    """Those put away included, last."""
    return CustomField.objects.order_by("-kind", "archived_at", "position", "pk")


def get_custom_field(pk: int) -> CustomField:
    """Raises CustomField.DoesNotExist."""
    return CustomField.objects.get(pk=pk)


def definition_of(field: CustomField) -> Definition:
    return Definition(
        type=field.type, required=field.required, options=field.options, validation=field.validation
    )


def having(field: CustomField, value: Any, customers: QuerySet[Customer] | None = None) -> QuerySet[Customer]:
    """Customers whose field is this value (as kept), or has it among several; the index on `custom` serves it."""
    wanted = [value] if field.type == CustomField.Type.MULTI_ENUM else value
    rows = Customer.objects.all() if customers is None else customers
    return rows.filter(kind=field.kind, custom__contains={field.key: wanted})
