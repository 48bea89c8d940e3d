"""The shop's own fields: thought of, changed, put away. No value is ever lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tuanke.customers.models import CustomField
from tuanke.customers.selectors.custom_fields import having
from tuanke.customers.services.asked_fields import check_unasked
from tuanke.facts.services import dirty
from tuanke.platform.audit.services import trail

HOLDERS = """
SELECT id AS customer_id FROM customers_customer WHERE kind = %(kind)s AND jsonb_exists(custom, %(key)s)
"""
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
    _mark_holders(field)
    return field


@transaction.atomic
def change_field(*, field: CustomField, values: Mapping[str, Any], by: int, at: datetime) -> None:
    """Everything but kind, key, type and uniqueness, which values rest on.

    Raises OptionInUseError, or FieldAskedForError.
    """
    new = _changeable(values)
    gone = set(field.options) - set(new.get("options", field.options))
    if gone and _in_use(field, gone):
        raise OptionInUseError
    was_hidden, is_hidden = field.pii, new.get("pii", field.pii)
    check_unasked(field, None if is_hidden and not was_hidden else gone)
    before = {name: getattr(field, name) for name in new}
    for name, value in new.items():
        setattr(field, name, value)
    field.full_clean(exclude=["archived_at"])
    field.save(update_fields=[*new])
    changes = {name: [before[name], new[name]] for name in new if before[name] != new[name]}
    trail.record(action="custom_field.changed", target=field, by=by, at=at, changes=changes)
    if was_hidden and not is_hidden:
        _mark_holders(field)


@transaction.atomic
def set_archived(*, field: CustomField, archived: bool, by: int, at: datetime) -> None:
    """Put a field away, so that no form asks for it, or bring it back; its values stay either way.

    Raises FieldAskedForError.
    """
    if archived:
        check_unasked(field)
    CustomField.objects.filter(pk=field.pk).update(archived_at=at if archived else None)
    action = "custom_field.archived" if archived else "custom_field.restored"
    trail.record(action=action, target=field, by=by, at=at, changes={"key": field.key})
    if not archived:
        _mark_holders(field)


def _mark_holders(field: CustomField) -> None:
    """Whoever has a value already can be asked for it from now on."""
    dirty.mark_dirty_each(HOLDERS, {"kind": field.kind, "key": field.key})
    dirty.request_refresh()


def _changeable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in CHANGEABLE if name in values}


def _in_use(field: CustomField, options: set[str]) -> bool:
    return any(having(field, option).exists() for option in options)
