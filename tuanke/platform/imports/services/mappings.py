import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from tuanke.platform.imports.models import SavedMapping


def remember(
    *, header: Sequence[str], kind: str, mapping: Mapping[str, str], source: str, at: datetime
) -> None:
    """Next time a file with this header comes, it is read the same way."""
    SavedMapping.objects.update_or_create(
        header_hash=header_hash(header),
        kind=kind,
        defaults={"mapping": dict(mapping), "source": source, "used_at": at},
    )


def recall(*, header: Sequence[str], kind: str) -> SavedMapping | None:
    return SavedMapping.objects.filter(header_hash=header_hash(header), kind=kind).first()


def header_hash(header: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(header), ensure_ascii=False).encode()).hexdigest()
