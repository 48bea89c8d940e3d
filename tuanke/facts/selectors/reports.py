from typing import Any

from tuanke.facts.models import Report


def read_reports() -> dict[str, Any]:
    """Name → content of every report; empty before the first scoring."""
    return dict(Report.objects.values_list("name", "content"))
