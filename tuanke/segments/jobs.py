from django.utils import timezone


def build(segment_id: int) -> None:
    from tuanke.segments.services import building  # Ibis and DuckDB are loaded by the worker only

    building.build(segment_id, at=timezone.now())


def follow(run_id: int) -> None:
    from tuanke.segments.services import following

    following.follow(run_id, at=timezone.now())


def evaluate_due() -> None:
    """Every minute: whose time has come."""
    from tuanke.segments.services import evaluating

    evaluating.evaluate_due(now=timezone.now())


def measure_targets() -> None:
    """Once a week."""
    from tuanke.segments.services import targets

    targets.measure_all(at=timezone.now())


def build_everything() -> None:
    """By night, also in a shop where nothing happened."""
    from tuanke.segments.services import building

    building.build_everything(at=timezone.now())
