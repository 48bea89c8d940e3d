"""What a rehearsal leaves on disk: the list of its rejected rows, until the next one. Nothing else."""

from pathlib import Path

from django.conf import settings

from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services.receiving import rejects_path, source_path


def tidy(batch: ImportBatch) -> Path:
    """Remove the copy of a file whose batch was taken back; gives where its rejected rows can be read."""
    kept = rehearsed_rejects_path()
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.unlink(missing_ok=True)
    if rejects_path(batch).exists():
        rejects_path(batch).replace(kept)
    if not ImportBatch.objects.filter(path=batch.path).exists():  # the same file may have been imported, too
        source_path(batch).unlink(missing_ok=True)
    return kept


def rehearsed_rejects_path() -> Path:
    return Path(settings.MEDIA_ROOT) / "rehearsals" / "rejects.csv"
