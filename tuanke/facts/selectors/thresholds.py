from tuanke.facts.domain.thresholds import CUTS, Choice, Thresholds
from tuanke.facts.models import ThresholdSet


def latest_set() -> ThresholdSet | None:
    """The newest of any dimension: its number is the version of all of them together."""
    return ThresholdSet.objects.order_by("-pk").first()


def find_set(dimension: str) -> ThresholdSet | None:
    """What is in force for the dimension; None while the shop never chose."""
    return ThresholdSet.objects.filter(dimension=dimension).select_related("by").order_by("-pk").first()


def list_sets(dimension: str) -> list[ThresholdSet]:
    """Everything ever chosen for the dimension, the newest first."""
    return list(ThresholdSet.objects.filter(dimension=dimension).select_related("by").order_by("-pk")[:20])


def chosen_thresholds() -> Thresholds:
    """What the shop chose for all dimensions together."""
    rows = sorted((row for row in map(find_set, CUTS) if row is not None), key=lambda row: row.pk)
    chosen = Thresholds()
    for row in rows:  # the newest last: its window counts
        chosen = chosen.with_choice(choice_of(row))
    return chosen


def choice_of(row: ThresholdSet) -> Choice:
    """The row as it was typed."""
    is_fixed = row.mode == ThresholdSet.Mode.FIXED
    return Choice(
        dimension=row.dimension,
        is_fixed=is_fixed,
        mid=row.mid if is_fixed else row.mid_percent,
        high=row.high if is_fixed else row.high_percent,
        window_days=row.window_days,
    )
