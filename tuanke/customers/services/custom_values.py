from collections.abc import Mapping
from typing import Any

from tuanke.customers.models import Customer, CustomField, CustomFieldHolder
from tuanke.customers.services.taken import TakenError, only_one, who_has_value


def hold(*, customer: Customer, values: Mapping[str, Any]) -> None:
    """Keep the values that no two customers may share, in the caller's transaction.

    Raises TakenError with the field's key.
    """
    unique = CustomField.objects.filter(kind=customer.kind, unique=True, key__in=values)
    for field in unique:
        _hold(customer, field, values[field.key])


def let_go(*, customer: Customer) -> None:
    """Of what is held for the customer, whatever they do not have."""
    for holder in CustomFieldHolder.objects.filter(customer=customer).select_related("field"):
        if holder.value != str(customer.custom.get(holder.field.key)):
            CustomFieldHolder.objects.filter(pk=holder.pk).delete()


def _hold(customer: Customer, field: CustomField, value: Any) -> None:
    if value is None:
        CustomFieldHolder.objects.filter(field=field, customer=customer).delete()
        return
    try:
        with only_one("custom_value_held_once"):
            CustomFieldHolder.objects.update_or_create(
                field=field, customer=customer, defaults={"value": str(value)}
            )
    except LookupError:
        raise TakenError(field.key, who_has_value(field, str(value))) from None
