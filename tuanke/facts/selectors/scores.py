from tuanke.facts.models import ScoringRun


def latest_run() -> ScoringRun | None:
    """The last scoring of everybody: its day is the day of the figures."""
    return ScoringRun.objects.filter(kind=ScoringRun.Kind.FULL).order_by("-pk").first()


def is_full(run_id: int) -> bool:
    """Whether the run was of everybody."""
    return ScoringRun.objects.filter(pk=run_id, kind=ScoringRun.Kind.FULL).exists()
