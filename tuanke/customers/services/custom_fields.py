"""The shop's own fields: thought of, changed, put away. No value is ever lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tuanke.customers.models import CustomField
from tuanke.customers.selectors.custom_fields import having
from tuanke.platform.audit.services import trail

CHANGEABLE = ("label", "options", "required", "pii", "default", "validation", "position")


class OptionInUseError(ValueError):
    """An option that customers have cannot go; it would leave values that no form can show."""


@transaction.atomic
def define_field(
    *, kind: str, key: str, field_type: str, unique: bool, values: Mapping[str, Any], by: int, at: datetime
) -> CustomField:
    """Raises ValidationError where the key is taken, also by a field that was put away."""
    field = CustomField(kind=kind, key=key, type=field_type, unique=unique, **_changeable(values))
    if "position" not in values:
        last = CustomField.objects.filter(kind=kind).aggregate(last=Max("position"))["last"]
        field.position = (last or 0) + 1
    field.full_clean(exclude=["archived_at"])
    field.save(force_insert=True)
    trail.record(
        action="custom_field.defined", target=field, by=by, at=at, changes={"key": key, "type": field_type}
    )
    return field


@transaction.atomic
def change_field(*, field: CustomField, values: Mapping[str, Any], by: int, at: datetime) -> None:
    """Everything but kind, key, type and uniqueness, which values rest on. Raises OptionInUseError."""
    new = _changeable(values)
    gone = set(field.options) - set(new.get("options", field.options))
    if gone and _in_use(field, gone):
        raise OptionInUseError
    before = {name: getattr(field, name) for name in new}
    for name, value in new.items():
        setattr(field, name, value)
    field.full_clean(exclude=["archived_at"])
    field.save(update_fields=[*new])
    changes = {name: [before[name], new[name]] for name in new if before[name] != new[name]}
    trail.record(action="custom_field.changed", target=field, by=by, at=at, changes=changes)


@transaction.atomic
def set_archived(*, field: CustomField, archived: bool, by: int, at: datetime) -> None:
    """Put a field away, so that no form asks for it, or bring it back; its values stay either way."""
    CustomField.objects.filter(pk=field.pk).update(archived_at=at if archived else None)
    action = "custom_field.archived" if archived else "custom_field.restored"
    trail.record(action=action, target=field, by=by, at=at, changes={"key": field.key})


def _changeable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in CHANGEABLE if name in values}


def _in_use(field: CustomField, options: set[str]) -> bool:
    return any(having(field, option).exists() for option in options)
