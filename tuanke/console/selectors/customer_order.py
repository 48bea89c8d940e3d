"""In which order the customer list stands, and how a page of a hundred thousand is read without sorting them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.platform.accounts.domain.permissions import Viewer

SCORE = "classification__score__"
# key → (path, whether the usual order is from the largest down); each is served by an index
SORTS: Mapping[str, tuple[str, bool]] = {
    "stake": (f"{SCORE}margin_stake_fen", True),
    "revenue": (f"{SCORE}revenue_fen", True),
    "orders": (f"{SCORE}orders", True),
    "last": (f"{SCORE}last_on", True),
    "created": ("created_at", True),
    "name": ("sort_name", False),
}
USUAL = "stake"


@dataclass(frozen=True)
class Sort:
    """By `key`; `is_turned` is the opposite of that key's usual order. In the address: key, or -key."""

    key: str = USUAL
    is_turned: bool = False

    @property
    def path(self) -> str:
        return SORTS[self.key][0]

    @property
    def descends(self) -> bool:
        return SORTS[self.key][1] is not self.is_turned

    @property
    def by_score(self) -> bool:
        return self.path.startswith(SCORE)

    def __str__(self) -> str:
        return f"-{self.key}" if self.is_turned else self.key


def read_sort(text: str, viewer: Viewer) -> Sort:
    """The order asked for, else the usual one; by name only for those who read names."""
    key, is_turned = text.removeprefix("-"), text.startswith("-")
    allowed = key in SORTS and (key != "name" or may_see(viewer, FieldClass.PERSONAL))
    return Sort(key, is_turned) if allowed else Sort()


class InOrder:
    """Customers in order, a slice at a time; ties stand by number, so that pages neither repeat nor miss one.

    Their numbers are found first, in narrow rows; `widen` then reads what is shown of those few. `at_once`
    sorts all of them instead of walking an index.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        sort: Sort,
        widen: Callable[[Sequence[int]], QuerySet[Any]],
        *,
        at_once: bool,
    ) -> None:
        self._rows = rows
        self._sort = sort
        self._widen = widen
        self._at_once = at_once

    def __getitem__(self, wanted: slice) -> list[Any]:
        return self.rows(self.numbers(wanted.start or 0, wanted.stop))

    def rows(self, numbers: Sequence[int]) -> list[Any]:
        """What is shown of these customers, in this order; one gone meanwhile is passed over."""
        found = {row.pk: row for row in self._widen(numbers)}
        return [found[number] for number in numbers if number in found]

    def numbers(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Of the customers from `start` up to `stop`, or all the rest."""
        if self._at_once or stop is None:
            return self._sorted(start, stop)
        return self._walked(start, stop)

    def _sorted(self, start: int, stop: int | None) -> list[int]:
        """All that match, then sorted.

        As one question the planner would walk an index past tens of thousands that do not match: it does not
        know that who is dormant ordered long ago, or that 王 sorts under w.
        """
        held = "classification" if self._sort.by_score else "pk"
        matching, values = self._rows.values_list("pk", self._sort.path, held).query.sql_with_params()
        way = "DESC NULLS LAST" if self._sort.descends else "ASC NULLS FIRST"
        ties = "pk" if self._ties_ascend else "pk DESC"
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH matching (pk, sorted_by, held) AS MATERIALIZED ({matching}) SELECT pk FROM matching"
                f" ORDER BY held IS NULL, sorted_by {way}, {ties} LIMIT %s OFFSET %s",
                [*values, None if stop is None else stop - start, start],
            )
            return [number for (number,) in cursor.fetchall()]

    def _walked(self, start: int, stop: int) -> list[int]:
        """Read off the index, up to the end of the page; who is not scored yet comes after the others."""
        found: list[int] = []
        for part in self._parts():
            found += part.values_list("pk", flat=True)[start:stop]
            if len(found) == stop - start:
                break
            passed = start + len(found) if found or not start else part.order_by().count()
            start, stop = max(start - passed, 0), stop - passed
        return found

    def _parts(self) -> list[QuerySet[Any]]:
        by, sign = _by(self._sort), "" if self._ties_ascend else "-"
        if not self._sort.by_score:
            return [self._rows.order_by(by, f"{sign}pk")]
        scored = self._rows.filter(classification__isnull=False)
        scored = scored.order_by(by, f"{sign}classification__score_id")
        return [scored, self._rows.filter(classification__isnull=True).order_by("pk")]

    @property
    def _ties_ascend(self) -> bool:
        """As the indexes have them: (score descending, number) and (name, number)."""
        return self._sort.descends is self._sort.by_score


def _by(sort: Sort) -> OrderBy:
    """Who has no score is the least: last downwards, first upwards, as an index read either way has them."""
    column = F(sort.path)
    if not sort.by_score:
        return column.desc() if sort.descends else column.asc()
    return column.desc(nulls_last=True) if sort.descends else column.asc(nulls_first=True)
