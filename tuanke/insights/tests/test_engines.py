"""Every expression compiles for Spark as well; running it there is the conformance suite's part."""

from datetime import timedelta
from types import MappingProxyType

import ibis
import pytest
from ibis.config import Config

from tuanke.insights.accessories import accessories
from tuanke.insights.affinity import interest_labels
from tuanke.insights.behaviour import orders as behaviour
from tuanke.insights.behaviour.hours import by_hour
from tuanke.insights.behaviour.pairs import bought_together
from tuanke.insights.claims import goods, weekdays
from tuanke.insights.claims import newcomers as first
from tuanke.insights.claims.best import best_then
from tuanke.insights.clv.sufficient import summaries
from tuanke.insights.cohort_repurchase import repurchase_by_cohort
from tuanke.insights.cohorts import monthly_cohorts
from tuanke.insights.cycle import cycle_distribution, own_cycles
from tuanke.insights.demand import weekly_demand
from tuanke.insights.engagement import engagements
from tuanke.insights.first_repeat import by_month, first_and_repeat
from tuanke.insights.interest import interests
from tuanke.insights.margin import with_stated_margin
from tuanke.insights.monthly import monthly_needs, monthly_sales
from tuanke.insights.needs.contacts import CONTACTS
from tuanke.insights.needs.scores import needs
from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.pareto import concentration, concentration_curve
from tuanke.insights.price_sensitivity import EXPOSURES, base_rates, effects
from tuanke.insights.purchases import purchase_days
from tuanke.insights.repurchase import repurchase_rate, returned, second_order, second_order_curve
from tuanke.insights.returning import first_goods
from tuanke.insights.rfm import grid
from tuanke.insights.scores import class_totals, customer_scores
from tuanke.insights.tables import CUSTOMER_SCORES, CUSTOMERS, INTERACTIONS, ORDER_LINES, REFUNDS
from tuanke.insights.tests.histories import day

LINES = ibis.table(ORDER_LINES, name="lines")
PEOPLE = ibis.table(CUSTOMERS, name="customers")
SCORES = ibis.table(CUSTOMER_SCORES, name="scores")
LISTED = ibis.table({**dict(ORDER_LINES.items()), "discount_fen": "int64"}, name="lines")
CONTACTED = ibis.table(CONTACTS, name="contacts")
GIVEN_BACK = ibis.table(REFUNDS, name="refunds")
NEWCOMERS = first.newcomers(LISTED, day(9))
BOUGHT = goods.buyers_of_goods(LINES, GIVEN_BACK, day(9))
ACTS = ibis.table(INTERACTIONS, name="interactions")
EXPOSED = ibis.table(EXPOSURES, name="exposures")
PARAMETERS = Parameters(
    as_of=day(0),
    window_days=365,
    customers=10,
    buyers=9,
    shop_gap_days=31.5,
    shop_gap_customers=4,
    recency_cuts=(90, 60, 30, 2),
    frequency_cuts=(2, 3, 4, None),
    monetary_cuts=(1, 2, 3, 4),
    frequency_mid=2,
    frequency_high=None,
    amount_mid_fen=100,
    amount_high_fen=900,
    aov_high_fen=70,
    moved=(),
    abc_a_fen=50,
    abc_b_fen=None,
)
EXPRESSIONS = MappingProxyType(
    {
        "scores": customer_scores(LINES, PEOPLE, day(9), PARAMETERS),
        "scores, stated margin": customer_scores(with_stated_margin(LINES, 35), PEOPLE, day(9), PARAMETERS),
        "fit": fit(LINES, PEOPLE, day(9)),
        "repurchase_rate": repurchase_rate(LINES, day(9), since=day(1)),
        "returned": returned(LINES.rename(day="ordered_on"), ["is_order"]),
        "second_order": second_order(LINES, day(9)),
        "monthly_cohorts": monthly_cohorts(LINES, day(9)),
        "concentration": concentration(LINES, day(9)),
        "summaries": summaries(LINES, day(9)),
        "repurchase_by_cohort": repurchase_by_cohort(LINES, day(9)),
        "concentration_curve": concentration_curve(LINES, day(9)),
        "second_order_curve": second_order_curve(LINES, day(9)),
        "cycle_distribution": cycle_distribution(own_cycles(purchase_days(LINES, day(9)))),
        "first_and_repeat": first_and_repeat(LINES, day(9)),
        "by_month": by_month(LINES, day(9)),
        "newcomers": NEWCOMERS,
        "traits": first.traits(LISTED, PEOPLE, NEWCOMERS),
        "compared": first.compared(NEWCOMERS, first.traits(LISTED, PEOPLE, NEWCOMERS)),
        "best_then": best_then(LINES, day(-91)),
        "purchases_by_weekday": weekdays.purchases_by_weekday(LINES, day(9)),
        "buyers_of_goods": BOUGHT,
        "returned_goods": goods.returned_goods(BOUGHT),
        "around": goods.around(LINES, day(9), day(-60)),
        "risen": goods.risen(goods.around(LINES, day(9), day(-60))),
        "margin_of_the_year": goods.margin_of_the_year(LINES, day(9)),
        "monthly_sales": monthly_sales(LINES, day(9)),
        "monthly_needs": monthly_needs(LINES, needs(LINES, day(9)).select("customer_id", "need"), day(9)),
        "first_goods": first_goods(LINES, day(9)),
        "weekly_demand": weekly_demand(LINES, day(9)),
        "grid": grid(SCORES),
        "class_totals": class_totals(SCORES, "abc"),
        "interests": interests(LINES, day(9)),
        "interests, with acts": interests(LINES, day(9), interactions=ACTS),
        "interest_labels": interest_labels(LINES, ACTS, day(9)),
        "engagements": engagements(ACTS, day(9)),
        "base_rates": base_rates(EXPOSED),
        "baskets": behaviour.baskets(LINES, day(9)),
        "by_goods": behaviour.by_goods(behaviour.baskets(LINES, day(9))),
        "by_value": behaviour.by_value(behaviour.baskets(LINES, day(9))),
        "by_categories": behaviour.by_categories(behaviour.baskets(LINES, day(9))),
        "by_frequency": behaviour.by_frequency(SCORES),
        "by_amount": behaviour.by_amount(SCORES),
        "discounts": behaviour.discounts(LISTED, day(9)),
        "by_hour": by_hour(LINES, day(9), timedelta(hours=8)),
        "bought_together": bought_together(LINES, day(9), fewest=1),
        "accessories": accessories(LINES, day(9), fewest=1),
        "needs": needs(LISTED, day(9), CONTACTED),
        "needs, lines alone": needs(LINES, day(9)),
        "effects": effects(EXPOSED, base_rates(EXPOSED)),
    }
)


class SparkOptions(Config):
    """What Ibis reads from the Spark backend, which need not be installed to compile."""

    treat_nan_as_null: bool = False


@pytest.mark.parametrize("name", EXPRESSIONS)
@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_it_compiles(monkeypatch: pytest.MonkeyPatch, name: str, dialect: str) -> None:
    if ibis.options.pyspark is None:
        monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    sql = ibis.to_sql(EXPRESSIONS[name], dialect=dialect)
    assert sql.count("SELECT") > 1
    # a difference of dates is a number on one engine and an interval on the other
    assert "DATEDIFF" not in sql.upper()
