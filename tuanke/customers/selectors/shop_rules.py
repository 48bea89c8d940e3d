"""What conditions may ask in the shop's own words: its tags, needs, scenes and fields, and who looks after whom."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import BigIntegerField, DateField, F, FloatField, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from tuanke.customers.domain.custom_values import FALSE, TRUE
from tuanke.customers.models import Customer, CustomField, Need, OwnChoice, StatedNeed
from tuanke.customers.selectors.listing import list_tags
from tuanke.customers.selectors.needs import list_words
from tuanke.customers.selectors.rule_values import tags
from tuanke.kit.rules import Attribute, RuleAttribute, RuleValues
from tuanke.kit.rules.vocabulary import AttributeType
from tuanke.platform.accounts.selectors.staff import list_staff

Type = CustomField.Type
TYPES: dict[str, AttributeType] = {
    Type.TEXT: "text",
    Type.URL: "text",
    Type.INT: "number",
    Type.DECIMAL: "number",
    Type.MONEY: "money",
    Type.DATE: "day",
    Type.BOOL: "choice",
    Type.ENUM: "choice",
    Type.MULTI_ENUM: "set",
}
COLUMNS: dict[AttributeType, Any] = {"number": FloatField, "money": BigIntegerField, "day": DateField}


def own_fields() -> Iterator[RuleAttribute]:
    """Fields in use, but those that tell who somebody is: a rule would answer what a mask hides."""
    for field in CustomField.objects.filter(archived_at__isnull=True, pii=False).order_by(
        "-kind", "position", "pk"
    ):
        labels = _labels(field)
        yield RuleAttribute(
            name_of(field),
            Attribute(TYPES[field.type], tuple(labels)),
            RuleValues(_own_values(field), customer=_customer_of(field)),
            _("%(field)s (%(kind)s)") % {"field": field.label, "kind": field.get_kind_display()},
            labels,
        )


def name_of(field: CustomField) -> str:
    """Persons and organisations may have fields of one key that differ in type."""
    return f"custom.{field.kind}.{field.key}"


def tags_put_on() -> Iterator[RuleAttribute]:
    """One that nobody has any more may be asked for all the same."""
    written = {str(tag): str(tag) for tag in list_tags()}
    yield RuleAttribute("tag", Attribute("set"), RuleValues(tags), _("Tags"), written)


def words() -> Iterator[RuleAttribute]:
    """Stated needs and scenes; those put away, too: who stated one keeps it."""
    every = list_words()
    for kind, label in ((Need.Kind.NEED, _("Stated needs")), (Need.Kind.SCENE, _("Stated scenes"))):
        names = {word.code: word.name for word in every if word.kind == kind}
        yield RuleAttribute(
            str(kind.value), Attribute("set", tuple(names)), RuleValues(_stated(kind)), label, names
        )


def owners() -> Iterator[RuleAttribute]:
    names = dict(list_staff().values_list("username", "name"))
    yield RuleAttribute(
        "owner",
        Attribute("choice", tuple(names)),
        RuleValues(_owned, customer="pk"),
        _("Looked after by"),
        names,
    )


def _labels(field: CustomField) -> dict[str, str]:
    if field.type == Type.BOOL:
        return {TRUE: _("Yes"), FALSE: _("No")}
    return {option: option for option in field.options} if field.type in {Type.ENUM, Type.MULTI_ENUM} else {}


def _customer_of(field: CustomField) -> str:
    return "customer_id" if field.type == Type.MULTI_ENUM else "pk"


def _own_values(field: CustomField) -> Callable[[], QuerySet[Any]]:
    if field.type == Type.MULTI_ENUM:
        return lambda: OwnChoice.objects.filter(kind=field.kind, key=field.key).annotate(
            asked_customer_id=F("customer_id"), asked_value=F("choice")
        )
    column = COLUMNS.get(TYPES[field.type], TextField)()
    told = KeyTextTransform(field.key, "custom")
    return lambda: (
        Customer.objects.filter(kind=field.kind)
        .annotate(asked_customer_id=F("pk"), asked_told=told, asked_value=Cast(told, column))
        .exclude(asked_told__isnull=True)
        .exclude(asked_told="")
    )


def _stated(kind: str) -> Callable[[], QuerySet[Any]]:
    return lambda: StatedNeed.objects.filter(need__kind=kind).annotate(
        asked_customer_id=F("customer_id"), asked_value=F("need__code")
    )


def _owned() -> QuerySet[Any]:
    rows = Customer.objects.filter(owner__isnull=False)
    return rows.annotate(asked_customer_id=F("pk"), asked_value=F("owner__username"))
