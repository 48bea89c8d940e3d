"""What conditions may ask about what customers did on the shop's pages and in social media."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuanke.catalog.selectors.products import named
from tuanke.customers.selectors.customers import further_in, is_one_of, standing_for
from tuanke.engagement.models import Interaction, Visitor
from tuanke.kit.rules import Attribute, RuleEvent, RuleField

FIELDS = {
    "category": RuleField(Attribute("text"), "category", _("Category")),
    "product": RuleField(Attribute("number"), "product_id", _("Product")),
    "channel": RuleField(Attribute("text"), "channel", _("Where it happened")),
    "campaign": RuleField(Attribute("text"), "campaign", _("Campaign")),
    "keyword": RuleField(Attribute("text"), "keyword", _("Search word")),
    "day": RuleField(Attribute("day"), "occurred_on", _("Day")),
}


def _interactions() -> QuerySet[Interaction]:
    """`engagement.facts.INTERACTIONS` says the same in SQL."""
    product = named(OuterRef("product_source"), OuterRef("product"))
    return Interaction.objects.alias(
        asked_customer_id=Coalesce(
            "customer__merged_into_id",
            "customer_id",
            "visitor__customer__merged_into_id",
            "visitor__customer_id",
        ),
        asked_interaction_id=F("pk"),
        asked_type=F("type"),
        asked_occurred_at=F("occurred_at"),
        asked_occurred_on=TruncDate("occurred_at", tzinfo=timezone.get_default_timezone()),
        asked_channel=_known("channel"),
        asked_product_id=Subquery(product.values("pk")),
        asked_category=Coalesce(_known("category"), NullIf(Subquery(product.values("category")), Value(""))),
        asked_campaign=_known("campaign"),
        asked_keyword=_known("keyword"),
    )


def _known(column: str) -> NullIf:
    return NullIf(F(column), Value(""))


def _of(reference: Any) -> Q:
    """Their own, and what they did as visitors; as arrays, so that both indexes are used."""
    visitors = Visitor.objects.filter(
        is_one_of("customer_id", standing_for(further_in(further_in(reference))))
    )
    return is_one_of("customer_id", standing_for(further_in(reference))) | is_one_of(
        "visitor_id", visitors.values("pk")
    )


def _of_type(type_: str) -> RuleEvent:
    return _event(
        f"interaction.{type_}",
        Interaction.Type(type_).label,
        rows=lambda: _interactions().filter(type=type_),
        only=(("type", "eq", type_),),
    )


def _event(name: str, label: object, **more: Any) -> RuleEvent:
    return RuleEvent(
        name=name,
        label=label,
        table="interactions",
        of=_of,
        at="occurred_at",
        fields=FIELDS,
        counted=None,
        later=("interaction_id",),
        **more,
    )


INTERACTION_EVENTS = (
    *(_of_type(type_) for type_ in Interaction.Type.values),
    _event("interaction", _("Did anything on our pages"), rows=_interactions),
)
