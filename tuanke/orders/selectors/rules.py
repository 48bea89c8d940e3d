"""What conditions may ask about what customers ordered: the order lines that count, as in the fact store."""

from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Least, NullIf, Round, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuanke.customers.selectors.customers import further_in, standing_for
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


def _lines(revenue_fen: Combinable) -> QuerySet[OrderLine]:
    rows = OrderLine.objects.filter(order__status__in=Order.COUNTED)
    return rows.alias(
        asked_customer_id=Coalesce("order__customer__merged_into_id", "order__customer_id"),
        asked_order_id=F("order_id"),
        asked_line_no=F("position"),
        asked_ordered_at=F("order__ordered_at"),
        asked_ordered_on=TruncDate("order__ordered_at", tzinfo=timezone.get_default_timezone()),
        asked_product_id=F("product_id"),
        asked_category=NullIf(F("product__category"), Value("")),
        asked_quantity=Cast(Round("quantity"), BigIntegerField()),
        asked_revenue_fen=revenue_fen,
    )


def _of_orders() -> QuerySet[OrderLine]:
    """`orders.facts.ORDER_LINES` says the same in SQL."""
    return _lines(F("revenue_fen") - F("refunded_fen")).filter(order__kind=Order.Kind.ORDER)


def _refunds() -> QuerySet[OrderLine]:
    """Given back, on the order itself or as one of its own; `orders.facts.REFUNDS` says the same in SQL."""
    rows = _lines(Least(F("revenue_fen"), Value(0)) - F("refunded_fen"))
    return rows.filter(Q(revenue_fen__lt=0) | Q(refunded_fen__gt=0))


def _of(reference: Any) -> Q:
    return Q(order__customer__in=standing_for(further_in(reference)))


def _event(name: str, label: object, counted: str | None, **more: Any) -> RuleEvent:
    return RuleEvent(
        name=name,
        label=label,
        of=_of,
        at="ordered_at",
        fields=FIELDS,
        counted=counted,
        later=("order_id", "line_no"),
        **more,
    )


OF_ORDERS: dict[str, Any] = {
    "rows": _of_orders,
    "table": "order_lines",
    "only": (("is_order", "eq", True),),
}
ORDER_EVENTS = (
    _event("order.placed", _("Ordered"), "order_id", **OF_ORDERS),
    _event("order_line.bought", _("Bought"), None, **OF_ORDERS),
    _event("order.refunded", _("Was refunded"), "order_id", rows=_refunds, table="refunds"),
)
