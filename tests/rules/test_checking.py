"""What the builder is told: the same by the fact store for everybody and by PostgreSQL for a scope."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.rules.shop import add_customer, add_order, days, ordered, store_everything
from tuanke.kit.rules import parse
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.services.checking import Selection, select

NOON = datetime(2026, 6, 30, 4, tzinfo=UTC)
CITY = {"attr": "city", "op": "eq", "value": "杭州市"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def viewers() -> list[Viewer]:
    """The owner, and somebody who looks after every customer; of 24, a third has no city."""
    seller = make_staff("lihua", role=Role.SALES)
    for number in range(24):
        city = ("", "杭州市", "宁波市")[number % 3]
        customer = add_customer(f"c{number}", NOON - days(90), city=city, owner=seller)
        if number % 2:
            add_order(customer, NOON - days(number))
    store_everything()
    return [Viewer(seller.pk, None, Role.OWNER), Viewer(seller.pk, None, Role.SALES)]


@pytest.mark.parametrize(
    ("rule", "count", "missing"),
    [
        (CITY, 8, {"city": 0}),
        ({"not": CITY}, 16, {"city": 8}),
        (
            {"any": [{"not": CITY}, {"attr": "province", "op": "eq", "value": "x"}]},
            16,
            {"city": 8, "province": 16},
        ),
        ({"all": [{"not": CITY}, {"attr": "city", "op": "is_set"}]}, 8, {"city": 0}),
        (ordered(1, {"last": 10, "unit": "day"}), 5, {}),
        ({"everyone": True}, 24, {}),
        ({"all": [CITY, {"not": CITY}]}, 0, {"city": 0}),
    ],
)
def test_both_ways_give_the_number_the_first_and_who_lacks_a_value(
    viewers: list[Viewer], rule: dict[str, Any], count: int, missing: dict[str, int]
) -> None:
    node = parse(rule, grammar())
    of_everybody, of_a_scope = (select(node, viewer, at=NOON) for viewer in viewers)

    assert of_everybody == of_a_scope
    assert (of_everybody.count, of_everybody.without_value) == (count, missing)
    assert list(of_everybody.first) == sorted(of_everybody.first)
    assert len(of_everybody.first) == min(10, count)


def test_who_looks_after_nobody_is_told_of_nobody(viewers: list[Viewer]) -> None:
    stranger = Viewer(make_staff("other", role=Role.SALES).pk, None, Role.SALES)

    assert select(parse({"not": CITY}, grammar()), stranger, at=NOON) == Selection(0, [], {"city": 0})
