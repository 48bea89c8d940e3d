from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from tuanke.orders.models import Order, OrderLine

BUYERS = "SELECT customer_id FROM orders_order"


def list_orders(customer_ids: Sequence[int]) -> QuerySet[Order]:
    """A customer's orders, newest first, with those recorded for whoever was merged into them."""
    orders = Order.objects.filter(customer_id__in=customer_ids)
    return orders.prefetch_related("lines__product").order_by("-ordered_at", "-pk")


def list_top_products(customer_ids: Sequence[int], limit: int = 5) -> list[dict[str, Any]]:
    """What the customer spent most on: product name, quantity, revenue net of refunds (fen), orders."""
    lines = OrderLine.objects.filter(
        order__customer_id__in=customer_ids, order__status__in=Order.COUNTED, product__isnull=False
    )
    totals = lines.values("product__name", "product__category").annotate(
        quantity=Sum("quantity"),
        revenue=Sum("revenue_fen") - Sum("refunded_fen"),
        orders=Count("order", distinct=True),
    )
    return [dict(row) for row in totals.order_by("-revenue")[:limit]]


def summarise(customer_ids: Sequence[int]) -> dict[str, Any]:
    """Orders, net revenue (fen), first and last order: counted from the rows, to the cent."""
    counted = Q(status__in=Order.COUNTED)
    return Order.objects.filter(counted, customer_id__in=customer_ids).aggregate(
        orders=Count("pk", filter=Q(kind=Order.Kind.ORDER)),
        revenue=Sum("revenue_fen") - Sum("refunded_fen"),
        first=Min("ordered_at", filter=Q(kind=Order.Kind.ORDER)),
        last=Max("ordered_at", filter=Q(kind=Order.Kind.ORDER)),
    )
