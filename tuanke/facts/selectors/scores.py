from tuanke.facts.models import CustomerScore, ScoringRun


def latest_run() -> ScoringRun | None:
    """The last scoring of everybody: its day is the day of the figures."""
    return ScoringRun.objects.filter(kind=ScoringRun.Kind.FULL).order_by("-pk").first()


def find_score(customer_id: int) -> CustomerScore | None:
    return CustomerScore.objects.select_related("run").filter(customer_id=customer_id).first()
