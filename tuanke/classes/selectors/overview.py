"""How many customers are in each class of every dimension, and what they bring, in one pass."""

from dataclasses import dataclass

from django.db import connection

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.models import CustomerClass
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.kept import kept
from tuanke.platform.accounts.selectors.scope import visible


@dataclass(frozen=True)
class Counted:
    """`margin` is fen over the lifetime, `stake` fen a year."""

    dimension: str
    code: str
    customers: int
    margin: int
    stake: int


def count_all_classes(viewer: Viewer) -> dict[str, list[Counted]]:
    """By dimension, the largest class first; of the customers the viewer may see. An answer is kept."""
    return kept("all classes", viewer, lambda: _count(viewer))


def _count(viewer: Viewer) -> dict[str, list[Counted]]:
    everybody = CustomerClass.objects.all()
    seen = visible(everybody, viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")
    inner, values = seen.values_list(
        *DIMENSIONS, "score__margin_fen", "score__margin_stake_fen"
    ).query.sql_with_params()
    names = ", ".join(DIMENSIONS)
    cases = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in DIMENSIONS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE {cases} END, coalesce({names}), count(*), coalesce(sum(margin), 0)::bigint,"
            f" coalesce(sum(stake), 0)::bigint FROM ({inner}) AS seen ({names}, margin, stake)"
            f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in DIMENSIONS)}) ORDER BY 3 DESC, 2",
            values,
        )
        rows = [Counted(*row) for row in cursor.fetchall()]
    return {name: [row for row in rows if row.dimension == name] for name in DIMENSIONS}
