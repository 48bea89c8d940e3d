"""Scoring runs and score rows as a full run would leave them, with the numbers a test chooses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tuanke.facts.models import (
    CustomerEngagement,
    CustomerInterest,
    CustomerNeed,
    CustomerScore,
    DirtyCustomer,
    ScoringRun,
)

AS_OF = date(2026, 6, 30)
CUT_OFFS: dict[str, Any] = {
    "window_days": 365,
    "customers": 200,
    "buyers": 200,
    "shop_gap_days": 20.0,
    "shop_gap_customers": 80,
    "recency_cuts": [120, 60, 30, 10],
    "frequency_cuts": [1, 2, 4, 8],
    "monetary_cuts": [5_000, 10_000, 50_000, 100_000],
    "frequency_mid": 4,
    "frequency_high": 10,
    "amount_mid_fen": 20_000,
    "amount_high_fen": 100_000,
    "aov_high_fen": 50_000,
    "moved": [],
    "abc_a_fen": 90_000,
    "abc_b_fen": 20_000,
}
QUIET: dict[str, Any] = {  # bought twelve times for much, and is well within the rhythm
    "recency_days": 5,
    "frequency": 12,
    "monetary_fen": 360_000,
    "orders": 12,
    "purchase_days": 12,
    "revenue_fen": 360_000,
    "margin_fen": 120_000,
    "aov_fen": 30_000,
    "first_on": AS_OF - timedelta(days=125),
    "last_on": AS_OF - timedelta(days=5),
    "r_score": 5,
    "f_score": 5,
    "m_score": 5,
    "own_gap_days": 10.0,
    "gaps": 11,
    "expected_gap_days": 10.0,
    "rho": 0.5,
    "next_expected_on": AS_OF + timedelta(days=5),
    "lifecycle": "active",
    "lifecycle_since": AS_OF - timedelta(days=115),
    "dormant_on": AS_OF + timedelta(days=11),
    "lost_on": AS_OF + timedelta(days=26),
    "frequency_class": "high",
    "amount_class": "high",
    "value_class": "high_value",
    "abc": "A",
    "margin_stake_fen": 350_000,
    "cost_known_fen": 360_000,
    "margin_stated_fen": 0,
}


def make_run(*, as_of: date = AS_OF, fitted: date = AS_OF, **cut_offs: Any) -> ScoringRun:
    """Figures of `as_of`, by cut-offs that were fitted on that day or an earlier one."""
    at = datetime.combine(as_of, datetime.min.time(), UTC)
    return ScoringRun.objects.create(
        kind=ScoringRun.Kind.FULL,
        as_of=as_of,
        parameters={**CUT_OFFS, "as_of": fitted.isoformat(), **cut_offs},
        customers=200,
        started_at=at,
        finished_at=at,
    )


def write_score(run: ScoringRun, customer_id: int, **values: Any) -> CustomerScore:
    """The customer's row of this run; what is not given is QUIET's."""
    row = {**QUIET, **values, "run": run, "as_of": run.as_of}
    return CustomerScore.objects.update_or_create(customer_id=customer_id, defaults=row)[0]


def forget_score(customer_id: int) -> None:
    CustomerScore.objects.filter(customer_id=customer_id).delete()


def forget_marks() -> None:
    """As if nobody had been marked."""
    DirtyCustomer.objects.all().delete()


def write_need(customer_id: int, **values: Any) -> None:
    """What a night's comparison would leave; what is not given is of somebody who waits for offers."""
    usual: dict[str, Any] = {
        "as_of": AS_OF,
        "lines": 12,
        "need": "price",
        "second_need": None,
        "price_score": 80.0,
        "quality_score": 40.0,
        "service_score": None,
        "deal_n": 12,
        "deal_own": 9.0,
        "deal_expected": 4.0,
        "deal_percentile": 88.0,
    }
    CustomerNeed.objects.update_or_create(customer_id=customer_id, defaults={**usual, **values})


def write_engagement(customer_id: int, **values: Any) -> None:
    usual = {"as_of": AS_OF, "score": 5.0, "recent_acts": 1, "last_on": AS_OF}
    CustomerEngagement.objects.update_or_create(customer_id=customer_id, defaults={**usual, **values})


def write_interest(customer_id: int, category: str, **values: Any) -> None:
    usual = {"share_percent": 60, "lines": 2, "acts": 1, "is_main": False}
    CustomerInterest.objects.create(customer_id=customer_id, category=category, **{**usual, **values})
