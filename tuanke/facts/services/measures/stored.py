from collections.abc import Mapping
from typing import Any

from django.db import connection


def stored(query: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """What the database holds already: rows by the names the query gives its columns."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
