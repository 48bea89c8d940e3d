from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.db.models.functions import RowNumber

from tuanke.orders.models import Order, OrderLine

READ = ("external_id", "status", "revenue_fen", "refunded_fen", "ordered_at")
BUYERS = "SELECT customer_id FROM orders_order"


def list_orders(customer_ids: Sequence[int]) -> QuerySet[Order]:
    """A customer's orders, newest first, with those recorded for whoever was merged into them.

    Each with `goods` (the product of its first line, by name) and `length` (lines).
    """
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    orders = Order.objects.filter(customer_id__in=customer_ids).annotate(
        goods=Subquery(lines.order_by("position").values("product__name")[:1]),
        length=Subquery(lines.order_by().values("order").values(length=Count("pk"))),
    )
    return orders.only(*READ).order_by("-ordered_at", "-pk")


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


def list_bought_in(
    customer_ids: Sequence[int], categories: Sequence[str], *, each: int
) -> list[dict[str, Any]]:
    """The newest lines of orders in each of these categories: category, product, number (of the order), at."""
    newest = Window(
        RowNumber(),
        partition_by="product__category",
        order_by=[F("order__ordered_at").desc(), F("pk").desc()],
    )
    lines = OrderLine.objects.filter(
        order__customer_id__in=customer_ids,
        order__status__in=Order.COUNTED,
        order__kind=Order.Kind.ORDER,
        revenue_fen__gte=0,
        product__category__in=categories,
    )
    rows = lines.annotate(place=newest).filter(place__lte=each)
    named = rows.values(
        category=F("product__category"),
        product_name=F("product__name"),
        number=F("order__external_id"),
        at=F("order__ordered_at"),
    )
    return [dict(row) for row in named]
