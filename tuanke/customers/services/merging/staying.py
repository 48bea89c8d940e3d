"""What came after a merge and stays with the survivor when it is taken back: for somebody to look at."""

from django.db import connection

from tuanke.customers.models import MergeOperation
from tuanke.customers.services.merging.mergers import everything

ITSELF = "customers_mergeoperation"


def count_later(operation: MergeOperation) -> dict[str, int]:
    """Table → rows that the survivor got since; tables without any are not in it."""
    columns = {
        relation.table: relation.column
        for relation in everything()
        if relation.table in operation.marks and relation.table != ITSELF
    }
    counts = ", ".join(
        f"(SELECT count(*) FROM {table} WHERE {column} = %(survivor)s AND id > {int(operation.marks[table])})"
        for table, column in columns.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", {"survivor": operation.survivor_id})
        found = dict(zip(columns, cursor.fetchone() or (), strict=True))
    return {table: count for table, count in found.items() if count}
