"""What conditions may ask about what customers ordered: the order lines that count, as in the fact store."""

from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, NullIf, Round, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuanke.kit.rules import Attribute, RuleEvent, RuleField
from tuanke.orders.models import Order, OrderLine

FIELDS = {
    "category": RuleField(Attribute("text"), "category", _("Category")),
    "product": RuleField(Attribute("number"), "product_id", _("Product")),
    "quantity": RuleField(Attribute("number"), "quantity", _("Quantity")),
    "revenue": RuleField(Attribute("money"), "revenue_fen", _("Net revenue")),
    "order": RuleField(Attribute("number"), "order_id", _("Order")),
    "day": RuleField(Attribute("day"), "ordered_on", _("Day of the order")),
}


def _lines() -> QuerySet[OrderLine]:
    """`orders.facts.ORDER_LINES` says the same in SQL."""
    rows = OrderLine.objects.filter(order__status__in=Order.COUNTED)
    return rows.alias(
        asked_order_id=F("order_id"),
        asked_line_no=F("position"),
        asked_ordered_at=F("order__ordered_at"),
        asked_ordered_on=TruncDate("order__ordered_at", tzinfo=timezone.get_default_timezone()),
        asked_product_id=F("product_id"),
        asked_category=NullIf(F("product__category"), Value("")),
        asked_quantity=Cast(Round("quantity"), BigIntegerField()),
        asked_revenue_fen=F("revenue_fen") - F("refunded_fen"),
    )


def _of_orders() -> QuerySet[OrderLine]:
    return _lines().filter(order__kind=Order.Kind.ORDER)


def _refunds() -> QuerySet[OrderLine]:
    return _lines().filter(Q(asked_revenue_fen__lt=0))


def _event(name: str, label: object, counted: str | None, **more: Any) -> RuleEvent:
    return RuleEvent(
        name=name,
        label=label,
        table="order_lines",
        customer="order__customer",
        at="ordered_at",
        fields=FIELDS,
        counted=counted,
        later=("order_id", "line_no"),
        **more,
    )


ORDER_EVENTS = (
    _event("order.placed", _("Ordered"), "order_id", rows=_of_orders, only=(("is_order", "eq", True),)),
    _event("order_line.bought", _("Bought"), None, rows=_of_orders, only=(("is_order", "eq", True),)),
    _event("order.refunded", _("Was refunded"), "order_id", rows=_refunds, only=(("revenue_fen", "lt", 0),)),
)
