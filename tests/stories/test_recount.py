"""The customer page against a recount over the order lines, for histories nobody chose."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import personas
from tests.personas import youzan_row
from tests.stories.browsing import figures, rows
from tests.stories.conftest import Shop
from tuanke.customers.models import Customer
from tuanke.platform.imports.services import planning, receiving, running
from tuanke.ui import formats

GOODS = ("红富士苹果5斤装", "赣南脐橙10斤", "土鸡蛋30枚", "五常大米10斤")
ORDERS = st.tuples(
    st.integers(1, 300),  # days ago
    st.integers(1, 99_999),  # fen paid
    st.sampled_from(["", "part", "all"]),  # given back
    st.lists(st.sampled_from(GOODS), min_size=1, max_size=3, unique=True),
    st.sampled_from(["交易完成", "交易完成", "交易完成", "交易关闭"]),
)
HISTORIES = st.lists(st.lists(ORDERS, min_size=1, max_size=6), min_size=12, max_size=12)
RECOUNT = """
SELECT count(DISTINCT o.id), coalesce(sum(l.revenue_fen - l.refunded_fen), 0)::bigint,
       max((o.ordered_at AT TIME ZONE 'Asia/Shanghai')::date)
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
WHERE o.customer_id = %s AND o.status IN ('confirmed', 'completed')
"""
TOP_GOODS = """
SELECT p.name, sum(l.revenue_fen - l.refunded_fen)::bigint AS net
FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id JOIN catalog_product p ON p.id = l.product_id
WHERE o.customer_id = %s AND o.status IN ('confirmed', 'completed') GROUP BY p.name ORDER BY net DESC LIMIT 5
"""


@pytest.mark.req("A1-03")
@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller example is not worth minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories=HISTORIES)
def test_every_figure_of_the_page_equals_a_recount(
    new_shop: Shop, say: Callable[..., str], histories: list[list[tuple[Any, ...]]]
) -> None:
    phones = _bring_in(new_shop, histories)
    new_shop.run_jobs()
    browser = new_shop.sign_in("chen")

    for phone in phones:
        customer = Customer.objects.get(display_name=f"客{phone}")
        page = browser.get(f"/customers/{customer.uid}/")
        ((orders, net, last),) = _query(RECOUNT, customer.pk)
        shown, text = figures(page), unescape(page.content.decode())

        assert shown[say("Orders")] == str(orders)
        assert shown[say("Last order")] == (formats.day(last, today=new_shop.today) if last else "–")
        if orders:
            assert formats.yuan(net) in text, "to the cent, wherever the page has room for it"
            average = int(net / orders + 0.5) if net >= 0 else -int(-net / orders + 0.5)
            assert not average or formats.yuan(average) in text
        listed = [(row[0], row[2]) for row in rows(page) if len(row) == 3 and row[0] in GOODS]
        assert sorted(listed) == sorted(
            (name, formats.yuan(value)) for name, value in _query(TOP_GOODS, customer.pk)
        )


def _bring_in(shop: Shop, histories: list[list[tuple[Any, ...]]]) -> list[str]:
    first = Customer.objects.count()
    phones = [f"1360013{first + n:04d}" for n in range(len(histories))]
    lines = [
        _line(f"{phone}-{n}", phone, shop.today, bought)
        for phone, history in zip(phones, histories, strict=True)
        for n, bought in enumerate(history)
    ]
    path = personas.write_youzan(shop.folder / "orders.csv", lines)
    settled = planning.settle(path, mapping={}, preset="", source="")
    with path.open("rb") as file:
        batch = receiving.receive(
            file=file, name=path.name, kind=settled.kind, source=settled.source, preset=settled.preset.id,
            at=timezone.now(), by=None,
        )  # fmt: skip
    running.run(batch.pk, lambda _done, _total: None)
    return phones


def _line(number: str, phone: str, today: date, bought: tuple[Any, ...]) -> list[str]:
    ago, fen, back, goods, status = bought
    refunded = {"": 0, "part": fen // 3, "all": fen}[back]
    return youzan_row(
        订单号=number,
        订单状态=status,
        订单创建时间=f"{today - timedelta(days=ago)} 10:30:00",
        订单实付金额=f"{fen / 100:.2f}",
        订单已退款金额=f"{refunded / 100:.2f}",
        全部商品名称=",".join(f"{name}(1件)" for name in goods),
        买家手机号=phone,
        **{"收货人/提货人": f"客{phone}"},
    )


def _query(query: str, customer: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [customer])
        return list(cursor.fetchall())
