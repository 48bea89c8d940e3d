from collections.abc import Mapping, Sequence

from django.utils import timezone

from tuanke.console.services import export_runs, target_news
from tuanke.platform.jobs.services.execution import Progress


def export(
    progress: Progress,
    *,
    file: str,
    values: Mapping[str, str],
    columns: Sequence[str],
    format: str,  # noqa: A002
    with_numbers: bool,
    staff_id: int,
) -> None:
    order = export_runs.Order(values, columns, format, with_numbers)
    export_runs.write_file(order, staff_id=staff_id, file=file, at=timezone.now(), report=progress.report)


def remove_old_exports() -> None:
    export_runs.remove_old(at=timezone.now())


def tell_of_targets() -> None:
    target_news.tell_of_targets(at=timezone.now())
