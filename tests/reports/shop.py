"""A shop whose figures can be recounted by hand: orders with lines, refunds and acts on chosen days."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tuanke.catalog.models import Product
from tuanke.customers.models import Customer
from tuanke.facts.models import CustomerScore, ScoringRun
from tuanke.facts.services import dirty
from tuanke.facts.services.refresh import forget, refresh
from tuanke.facts.services.store import open_store
from tuanke.facts.tests.factories import make_run
from tuanke.orders.models import Order, OrderLine
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.reports.domain.question import parse_question
from tuanke.reports.selectors.offering import grammar
from tuanke.reports.services.answering import answer
from tuanke.segments.services import attribute_rows

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 6, 30)
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
OWNER = Viewer(staff_id=0, team_id=None, role=Role.OWNER)


def moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour, 30), ZONE)


def add_customer(name: str, **values: Any) -> Customer:
    return Customer.objects.create(
        display_name=name, **{"kind": "person", "created_at": moment(date(2025, 1, 1)), **values}
    )


def add_order(
    customer: Customer, day: date, lines: Sequence[tuple[str, int]], *, hour: int = 10, **values: Any
) -> Order:
    """`lines`: product and fen each; what is given back of a line is set afterwards."""
    order = Order.objects.create(
        customer=customer,
        source="s",
        external_id=f"{Order.objects.count()}",
        revenue_fen=sum(fen for _name, fen in lines),
        ordered_at=moment(day, hour),
        **values,
    )
    for position, (name, fen) in enumerate(lines):
        OrderLine.objects.create(
            order=order, position=position, quantity=2, revenue_fen=fen, product=_product(name)
        )
    return order


def _product(name: str) -> Product:
    category, _, _rest = name.partition("/")
    return Product.objects.get_or_create(
        source="s", external_id=name, defaults={"name": name, "category": category}
    )[0]


def store_everything(as_of: date = TODAY) -> None:
    """The fact store as it would be after everybody was scored."""
    store = open_store()
    dirty.mark_dirty(Customer.objects.values_list("pk", flat=True))
    forget(refresh(store))
    if not ScoringRun.objects.exists():
        make_run(as_of=as_of)
    CustomerScore.objects.all().delete()
    attribute_rows.refresh(store, None)


def ask(viewer: Viewer = OWNER, **question: Any) -> Any:
    return answer(parse_question(question, grammar()), viewer, as_of=TODAY, at=AT)


def table(found: Any, measure: str) -> dict[str, float | None]:
    """Key → value."""
    from tuanke.reports.domain.measures import MEASURES

    return {
        "others" if row.key.is_others else row.key.text: row.figures.value(MEASURES[measure])
        for row in found.rows
    }
