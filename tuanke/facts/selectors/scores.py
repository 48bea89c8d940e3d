from django.db.models import QuerySet

from tuanke.facts.models import CustomerScore, ScoringRun


def list_full_runs() -> QuerySet[ScoringRun]:
    """The scorings of everybody, the last first."""
    return ScoringRun.objects.filter(kind=ScoringRun.Kind.FULL).order_by("-pk")


def latest_run() -> ScoringRun | None:
    """The last scoring of everybody: its day is the day of the figures."""
    return list_full_runs().first()


def is_full(run_id: int) -> bool:
    """Whether the run was of everybody."""
    return ScoringRun.objects.filter(pk=run_id, kind=ScoringRun.Kind.FULL).exists()


def best_by_margin(percent: int) -> QuerySet[CustomerScore, int]:
    """The numbers of the best so many per cent of buyers, as `insights.pareto.concentration` counts them."""
    buyers = CustomerScore.objects.filter(orders__gt=0)
    most = max(buyers.count() * percent // 100, 1)
    return buyers.order_by("-margin_fen", "customer_id").values_list("customer_id", flat=True)[:most]
