from typing import Any

from django.utils.translation import gettext as _

from tuanke.platform.imports.models import ImportBatch


def waterfall(batch: ImportBatch) -> list[dict[str, Any]]:
    """From the rows in the file to what became of them."""
    counts = batch.counts
    return [
        {"label": _("Rows in the file"), "count": batch.rows},
        {
            "label": _("Rejected"),
            "count": batch.rejected,
            "tone": "bad",
            "reason": _("listed with their reason"),
        },
        {"label": _("New"), "count": counts["created"]},
        {"label": _("Changed"), "count": counts["updated"]},
        {"label": _("As before"), "count": counts["unchanged"], "tone": "quiet"},
    ]
