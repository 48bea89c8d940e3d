from datetime import datetime

from django.db import transaction

from tuanke.platform.audit.services import trail


@transaction.atomic
def put_on_record(*, report: str, rows: int, file_format: str, by: int, at: datetime) -> None:
    """Before a report leaves as a file."""
    changes = {"rows": rows, "format": file_format}
    trail.record(action="analytics.exported", target=("reports", report), by=by, at=at, changes=changes)
