"""A report answered from the fact store, for one viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from tuanke.facts.selectors.scores import latest_run
from tuanke.kit.rules import RuleValues
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.preferences.selectors.shop import stated_margin_percent
from tuanke.reports.domain.answer import OTHERS, Answer, Key
from tuanke.reports.domain.breakdowns import CUSTOMER, ORDERED
from tuanke.reports.domain.levels import levels_of
from tuanke.reports.domain.measures import PARTS
from tuanke.reports.domain.periods import Days, days_of, earlier_days
from tuanke.reports.domain.putting import Found, Levels, first_of, keys_in_order, merged, put
from tuanke.reports.domain.question import Question
from tuanke.reports.selectors.offering import find_attribute
from tuanke.reports.services.querying import Asked, levels_query, people_query
from tuanke.reports.services.star import Keys, rows_of_query
from tuanke.reports.services.whose import whose

MOST_COLUMNS = 12
MOST_PEOPLE = 100


@dataclass(frozen=True)
class Asking:
    """One report, one viewer, one moment."""

    question: Question
    among: pa.Table | None
    as_of: date
    in_rows: frozenset[str]
    stated_margin_percent: int | None

    def asked(self, source: str, days: Days, kept: Sequence[Sequence[Key] | None]) -> Asked:
        return Asked(
            source=source,
            by=self.question.by,
            in_rows=self.in_rows,
            cut=tuple(keys is not None for keys in kept),
            days=days,
            as_of=self.as_of,
            is_among=self.among is not None,
            stated_margin_percent=self.stated_margin_percent,
        )

    def levels(self, days: Days, kept: Sequence[Sequence[Key] | None], *, with_cells: bool) -> Levels:
        """`kept`: per breakdown the keys that stay; None: all of them."""
        levels = tuple(levels_of(len(self.question.by), with_cells=with_cells))
        tables = []
        for source, parts in self._parts().items():
            query = levels_query(self.asked(source, days, kept), parts, levels)
            tables.append(rows_of_query(query, self.among, texts_of(kept)))
        return merged(tables)

    def _parts(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for part in dict.fromkeys(part for measure in self.question.asked for part in measure.needed):
            found.setdefault(PARTS[part], []).append(part)
        return {source: tuple(parts) for source, parts in found.items()}


def texts_of(kept: Sequence[Sequence[Key] | None]) -> Keys:
    return tuple(tuple(key.text for key in keys or ()) for keys in kept)


def last_day() -> date | None:
    """The day reports are of; None before the first scoring."""
    run = latest_run()
    return run.as_of if run else None


def begin(question: Question, viewer: Viewer, *, as_of: date, at: datetime) -> Asking:
    asked = [breakdown.name for breakdown in question.breakdowns if breakdown.kind == CUSTOMER]
    found = {name: find_attribute(name) for name in asked}
    in_rows = frozenset(
        name for name, source in found.items() if source and isinstance(source.path, RuleValues)
    )
    among = whose(question.whom, viewer, at=at)
    return Asking(question, among, as_of, in_rows, stated_margin_percent())


def answer(question: Question, viewer: Viewer, *, as_of: date, at: datetime) -> Answer:
    """As of the business day `as_of`; a rule (`whom`) is asked at the moment `at`."""
    asking = begin(question, viewer, as_of=as_of, at=at)
    days = days_of(question.period, as_of)
    is_never_cut = all(breakdown.kind in ORDERED for breakdown in question.breakdowns)
    levels = asking.levels(days, [None] * len(question.by), with_cells=is_never_cut)
    shown, kept = _shown(question, levels, days)
    if not is_never_cut and (len(question.by) > 1 or any(keys is not None for keys in kept)):
        levels = asking.levels(days, kept, with_cells=True)
    before = earlier_days(question.period, question.compared, as_of)
    found = Found(
        levels,
        rows=shown[0] if shown else (),
        columns=shown[1] if len(shown) > 1 else (),
        earlier=None if before is None else asking.levels(before, kept, with_cells=False),
        earlier_days=before,
    )
    return put(question, days, as_of, found)


def _shown(
    question: Question, levels: Levels, days: Days
) -> tuple[list[list[Key]], list[Sequence[Key] | None]]:
    """Per breakdown the keys that are shown, and those that stay apart where the others are put together."""
    shown: list[list[Key]] = []
    kept: list[Sequence[Key] | None] = []
    for number, breakdown in enumerate(question.breakdowns):
        top = question.top if number == 0 else MOST_COLUMNS
        keys, is_cut = first_of(keys_in_order(levels, number, question, days), breakdown, top)
        shown.append([*keys, OTHERS] if is_cut else keys)
        kept.append(keys if is_cut else None)
    return shown, kept


def people_behind(
    question: Question, viewer: Viewer, keys: Sequence[Key], *, as_of: date, at: datetime
) -> tuple[list[int], int]:
    """Customers of the first measure's rows under these keys (one per breakdown); the first few, and how many."""
    asking = begin(question, viewer, as_of=as_of, at=at)
    kept = [[key] for key in keys]
    source = PARTS[question.asked[0].n]
    query = people_query(asking.asked(source, days_of(question.period, as_of), kept), MOST_PEOPLE)
    rows = rows_of_query(query, asking.among, texts_of(kept))
    return [row["customer_id"] for row in rows], rows[0]["people"] if rows else 0
