"""Need, behaviour, source, interest and scene: each class from its evidence, and what is missing said in words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.classes.selectors.classes import find_class
from tuanke.classes.selectors.wording import explain
from tuanke.classes.services import overrides
from tuanke.classes.tests.factories import AT, scored
from tuanke.customers.services import invoice_titles, needs, origins
from tuanke.customers.tests.factories import made, make_customer
from tuanke.facts.tests.factories import AS_OF, write_engagement, write_interest, write_need
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db
NEVER = {"purchase_days": 0, "frequency": 0, "rho": None, "last_on": None, "frequency_class": "unknown"}


@pytest.fixture
def staff() -> int:
    return make_staff().pk


def told(customer: int, dimension: str) -> str:
    held = find_class(customer)
    assert held is not None
    with translation.override("en"):
        return " ".join(explain(held, dimension))


@pytest.mark.req("A2-02")
@pytest.mark.parametrize("need", ["price", "quality", "service", "balanced"])
def test_the_need_is_what_the_deeds_tell(need: str) -> None:
    """Complaints and tickets are not among the deeds yet: their rooms are not built."""
    customer = make_customer()
    write_need(customer, need=need)

    assert scored(customer).need == need
    assert "from 12 order lines: Price first 80, Quality first 40." in told(customer, "need")
    assert "Bought 9 of 12 lines at 10% off or more" in told(customer, "need")


def test_too_few_lines_make_no_need_and_the_drawer_says_how_many_are_missing() -> None:
    customer = make_customer()
    write_need(customer, need="unknown", lines=1, price_score=None, quality_score=None)

    assert scored(customer).need == "unknown"
    assert "Needs 3 order lines to tell; has 1." in told(customer, "need")


@pytest.mark.req("A2-02")
def test_what_they_said_within_a_year_outweighs_what_their_deeds_tell(staff: int) -> None:
    customer = made()
    write_need(customer.pk, need="price")
    needs.state_need(customer=customer, code="service", note="", by=staff, at=AT)

    assert scored(customer.pk).need == "service"
    assert "Said on 30 Jun 2026: “Good service”" in told(customer.pk, "need")
    assert scored(customer.pk, run={"as_of": AS_OF + timedelta(days=366)}).need == "price"


@pytest.mark.req("A2-02")
def test_a_need_by_hand_survives_and_is_on_record(staff: int) -> None:
    customer = make_customer()
    write_need(customer, need="price")
    scored(customer)
    until = AS_OF + timedelta(days=30)
    overrides.override(
        customer_id=customer,
        dimension="need",
        class_code="quality",
        reason="只买好的",
        expires_on=until,
        by=staff,
        at=AT,
    )

    assert scored(customer).need == "quality"
    assert ClassChange.objects.get(dimension="need").cause == "override"


def test_a_need_held_is_kept_while_it_leads_and_is_not_clearly_below() -> None:
    customer = make_customer()
    write_need(customer, need="price", price_score=65)
    scored(customer)

    write_need(customer, need="balanced", price_score=52, quality_score=50)
    assert scored(customer).need == "price"
    write_need(customer, need="balanced", price_score=50, quality_score=50)
    assert scored(customer).need == "balanced"


@pytest.mark.parametrize(
    ("score", "engaged", "behaviour"),
    [
        ({"frequency": 2, "rho": 1.5}, None, "active"),
        ({"frequency": 2, "rho": 1.6}, None, "inactive"),
        ({"frequency": 0, "rho": 4.0, "frequency_class": "low"}, {"score": 60.0}, "active"),
        ({"frequency": 0, "rho": 4.0, "frequency_class": "low"}, {"score": 59.9}, "inactive"),
        (NEVER, {"score": 3.0, "recent_acts": 1}, "potential"),
        (NEVER, {"score": 0.1, "recent_acts": 0}, "inactive"),
        (NEVER, None, "unknown"),
    ],
)
def test_behaviour(score: dict[str, Any], engaged: dict[str, Any] | None, behaviour: str) -> None:
    customer = make_customer()
    if engaged is not None:
        write_engagement(customer, **engaged)

    assert scored(customer, **score).behaviour == behaviour
    assert "Active: bought and not later than 1.5 times the gap" in told(customer, "behaviour")


@pytest.mark.parametrize(
    ("channel", "source"),
    [
        ("search_organic", "search"),
        ("search_paid", "search"),
        ("social", "social"),
        ("referral", "referral"),
        ("微信公众号", "social"),
        ("商家小程序", "direct"),
        ("线下门店", "offline"),
        ("H5网页", "direct"),
        ("谁也不认识", "unknown"),
    ],
)
def test_source_is_the_channel_of_the_first_touch(channel: str, source: str) -> None:
    customer = make_customer()
    touch = origins.Reported(customer, channel, "双十一", "", "", "", AT)
    origins.record_origins([touch])

    assert scored(customer).source == source
    assert "双十一" in told(customer, "source")


def test_without_a_first_touch_the_source_is_unknown_and_says_so() -> None:
    customer = make_customer()

    assert scored(customer).source == "unknown"
    assert "No first touch is on record" in told(customer, "source")


@pytest.mark.req("A2-10")
def test_the_main_category_is_the_class_of_interest() -> None:
    customer, other, nobody = make_customer("张三"), make_customer("李四"), make_customer("王五")
    write_interest(customer, "家居", share_percent=30)
    write_interest(customer, "水果", share_percent=60, is_main=True)
    write_interest(other, "粮油", share_percent=31)
    write_interest(other, "零食", share_percent=30)
    for one in (customer, other, nobody):
        scored(one)

    classes = dict(CustomerClass.objects.values_list("customer_id", "interest"))
    assert classes == {customer: "水果", other: "粮油", nobody: "unknown"}
    assert "水果: 60% of what they did" in told(customer, "interest")


@pytest.mark.req("A2-07")
def test_scenes_are_what_they_said_and_what_their_deeds_tell(staff: int) -> None:
    person, firm, titled = made("张三"), made("某公司", kind="org"), made("李四")
    records_of = {"title": "某某有限公司", "tax_no": "91330100MA27X1234Y"}
    invoice_titles.add_invoice_title(customer=titled, values=records_of, by=staff, at=AT)
    own = needs.add_word(name="婚庆", kind="scene", by=staff, at=AT)
    needs.state_need(customer=person, code=own.code, note="", by=staff, at=AT)

    assert (scored(person.pk).scene, scored(person.pk).scenes) == (own.code, f"{own.code} leisure")
    assert "Scenes: 婚庆, Leisure" in told(person.pk, "scene")
    assert scored(firm.pk).scene == "business"
    assert scored(titled.pk).scene == "business"
    assert scored(make_customer("王五"), **NEVER).scene == "unknown"


@pytest.mark.parametrize("dimension", ["need", "behaviour", "source", "interest", "scene"])
def test_every_dimension_can_be_set_by_hand(staff: int, dimension: str) -> None:
    customer = make_customer()
    scored(customer, **NEVER)
    code = {"behaviour": "potential", "source": "referral", "scene": "business"}.get(dimension, "unknown")
    overrides.override(
        customer_id=customer,
        dimension=dimension,
        class_code="quality" if dimension == "need" else code,
        reason="当面说的",
        expires_on=date(2026, 7, 30),
        by=staff,
        at=AT,
    )
    after = scored(customer, **NEVER)

    assert getattr(after, dimension) == ("quality" if dimension == "need" else code)


def test_an_interest_that_is_no_category_of_the_shop_is_refused(staff: int) -> None:
    customer = make_customer()
    scored(customer)

    with pytest.raises(overrides.OverrideRefusedError, match="unknown_class"):
        overrides.override(
            customer_id=customer,
            dimension="interest",
            class_code="飞机",
            reason="说的",
            expires_on=date(2026, 7, 30),
            by=staff,
            at=AT,
        )
