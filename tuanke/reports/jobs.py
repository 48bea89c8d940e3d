from django.utils import timezone


def make_due() -> None:
    """Every minute: reports whose moment has come, and mails that wait."""
    from tuanke.reports.services import (
        delivering,
        scheduling,
    )  # Ibis and DuckDB are loaded by the worker only

    scheduling.make_due(at=timezone.now())
    delivering.look_after(at=timezone.now())


def deliver(delivery_id: int) -> None:
    from tuanke.reports.services import delivering

    delivering.deliver(delivery_id, at=timezone.now())
