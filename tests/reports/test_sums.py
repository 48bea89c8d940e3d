"""Random questions over random shops: what adds up does, and a scope shows what a report over its customers shows."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.shop import AT, OWNER, TODAY, add_customer, add_order, moment, store_everything
from tuanke.customers.models import Customer
from tuanke.engagement.models import Interaction
from tuanke.orders.models import OrderLine
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.reports.domain.breakdowns import BREAKDOWNS, breakdown_of
from tuanke.reports.domain.measures import MEASURES
from tuanke.reports.domain.question import Question, parse_question, question_to_json
from tuanke.reports.selectors.offering import grammar
from tuanke.reports.services.answering import answer

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (*BREAKDOWNS, "province", "kind", "owner", "channel")
PERIODS = (
    "ever",
    {"last": 90, "unit": "day"},
    {"calendar": "quarter", "back": 1},
    {"last": 1, "unit": "year"},
)
GOODS = ("水果/苹果", "水果/橙", "蔬菜/菜心", "礼盒/大", "/无类目")


def fits(measure: str, names: list[str]) -> bool:
    return all(MEASURES[measure].sources <= breakdown_of(name).sources for name in names)


@st.composite
def questions(draw: Any) -> dict[str, Any]:
    by = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    fitting = [name for name in MEASURES if fits(name, by)]
    if not fitting:
        by, fitting = [], list(MEASURES)
    measures = draw(st.lists(st.sampled_from(fitting), min_size=1, max_size=4, unique=True))
    return {"measures": measures, "by": by, "period": draw(st.sampled_from(PERIODS)), "top": 5}


@pytest.fixture
def shop() -> None:
    """Forty orders that a fixed sequence of numbers spreads over people, days and goods."""
    seller = make_staff("lihua", name="李华", role=Role.SALES)
    people = [
        add_customer(f"c{n}", province=("浙江", "江苏", "")[n % 3], kind=("person", "org")[n % 4 == 3],
                     channel=("wechat", "shop")[n % 2], owner=seller if n % 3 else None)
        for n in range(9)
    ]  # fmt: skip
    for n in range(40):
        day = TODAY - timedelta(days=n * n % 200)
        lines = [(GOODS[n % 5], 100 + 37 * n % 1_000), (GOODS[n * 3 % 5], n * 11)]
        kind = {"kind": "refund"} if n % 13 == 12 else {}
        made = add_order(people[n * 7 % 9], day, lines, hour=n % 24, **kind)
        if n % 6 == 0:
            OrderLine.objects.filter(order=made, position=0).update(refunded_fen=50)
        Interaction.objects.create(
            customer=people[n % 9],
            event_id=str(n),
            type=("browse", "like")[n % 2],
            occurred_at=moment(day),
            recorded_at=moment(day),
        )
    store_everything()


@settings(
    max_examples=10, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(asked=questions())
def test_rows_and_cells_of_what_adds_sum_to_the_total(shop: None, asked: dict[str, Any]) -> None:
    question = parse_question(asked, grammar())
    assert parse_question(question_to_json(question), grammar()) == question
    found = answer(question, OWNER, as_of=TODAY, at=AT)

    for measure in question.asked:
        if question.by and question.breakdowns[0].kind in measure.adds:
            assert sum(row.figures.value(measure) or 0 for row in found.rows) == found.total.value(measure)
        if len(question.by) > 1 and question.breakdowns[1].kind in measure.adds:
            for row in found.rows:
                cells = sum(figures.value(measure) or 0 for figures in row.cells.values())
                assert cells == row.figures.value(measure)


@settings(
    max_examples=6, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(asked=questions())
def test_a_scoped_viewer_sees_what_a_report_over_their_customers_shows(
    shop: None, asked: dict[str, Any]
) -> None:
    seller = Customer.objects.filter(owner__isnull=False)[0].owner
    theirs = {"attr": "owner", "op": "eq", "value": seller.username}

    scoped = answer(parse_question(asked, grammar()), seller.viewer, as_of=TODAY, at=AT)
    unscoped = answer(parse_question({**asked, "whom": theirs}, grammar()), OWNER, as_of=TODAY, at=AT)

    assert scoped.rows == unscoped.rows
    assert scoped.total == unscoped.total
    assert scoped.total != answer(Question(("people",)), OWNER, as_of=TODAY, at=AT).total or not asked["by"]
