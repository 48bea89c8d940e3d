"""When customers order: the hours of the week."""

from datetime import date, timedelta

import ibis.expr.types as ir

from tuanke.insights.numbers import MONDAY, int64
from tuanke.insights.purchases import known_lines

_HOUR, _DAY = 3_600, 86_400


def by_hour(lines: ir.Table, as_of: date, utc_offset: timedelta) -> ir.Table:
    """One row per hour of the week with an order: weekday (1 Monday - 7), hour (0-23), orders, revenue_fen.

    By the first sale of each order, in the shop's zone `utc_offset` ahead of UTC (China: eight hours). `hour`
    is NULL at midnight sharp: that is how a file without times arrives. Money is before refunds. Raises
    ValueError when `lines` is not of shape ORDER_LINES.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale)
    orders = sales.group_by("customer_id", "order_id").aggregate(
        at=sales.ordered_at.min(), revenue_fen=sales.revenue_fen.sum()
    )
    local = orders.at.epoch_seconds() + round(utc_offset.total_seconds())
    orders = orders.mutate(
        weekday=int64((local // _DAY + MONDAY) % 7 + 1),
        hour=int64((local % _DAY).nullif(0) // _HOUR),
    )
    hours = orders.group_by("weekday", "hour").aggregate(
        orders=orders.count(), revenue_fen=orders.revenue_fen.sum()
    )
    return hours.mutate(revenue_fen=int64(hours.revenue_fen))
