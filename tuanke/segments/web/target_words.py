"""Target groups as they are shown: values in the unit of their metric, lines to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuanke.segments.models import TargetGroup
from tuanke.segments.selectors.targets import Week, weeks
from tuanke.segments.web.chart import Line, line
from tuanke.ui import formats


@dataclass(frozen=True)
class Shown:
    """A target group with its weeks, the earliest first."""

    target: TargetGroup
    weeks: Sequence[Week]

    @property
    def last(self) -> Week | None:
        return self.weeks[-1] if self.weeks else None

    @property
    def now(self) -> str:
        return in_unit(self.target, self.last.noted.value if self.last else None)

    @property
    def goal(self) -> str:
        return in_unit(self.target, self.target.goal)

    @property
    def baseline(self) -> str:
        return in_unit(self.target, self.target.baseline)

    @property
    def rows(self) -> list[tuple[Week, str, str]]:
        """Each week, the latest first, with its value and its interval."""
        return [
            (week, in_unit(self.target, week.noted.value), self._interval(week)) for week in self.weeks[::-1]
        ]

    @property
    def way(self) -> tuple[Line, Line]:
        """What was noted, and the straight line to the goal, in one box."""
        target = self.target
        noted = [(week.noted.on, week.noted.value) for week in self.weeks if week.noted.value is not None]
        known = [(max(day, target.starts_on), value) for day, value in noted] or [
            (target.starts_on, target.baseline)
        ]
        most = max(target.goal, target.baseline, *(value for _day, value in known)) or 1
        ends = [(target.starts_on, target.baseline), (target.ends_on, target.goal)]
        drawn = [ends[0], *known] if known[0][0] > target.starts_on else known
        return line([*drawn], most=most, until=target.ends_on), line(ends, most=most)

    @property
    def shares(self) -> dict[str, Line]:
        """Of customers, revenue and margin of the whole shop, in one box from nothing to everything."""
        found = {}
        for name in ("customers", "revenue", "margin"):
            values = [(week.noted.on, getattr(week, name)) for week in self.weeks]
            known = [(day, share) for day, share in values if share is not None]
            if len(known) > 1:
                found[name] = line(known, most=1.0)
        return found

    def _interval(self, week: Week) -> str:
        noted = week.noted
        if noted.low is None or noted.high is None:
            return ""
        return f"{in_unit(self.target, noted.low)} – {in_unit(self.target, noted.high)}"


def shown(target: TargetGroup) -> Shown:
    return Shown(target, weeks(target))


def in_unit(target: TargetGroup, value: float | None) -> str:
    if value is None:
        return "–"
    if target.metric == TargetGroup.Metric.REVENUE:
        return formats.yuan_short(int(value))
    if target.metric == TargetGroup.Metric.REPURCHASE_RATE:
        return formats.percent(value)
    return f"{value:,.0f}"
