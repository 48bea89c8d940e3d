"""A line over time as the points of an SVG polyline; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 600, 120


@dataclass(frozen=True)
class Line:
    """`points` in a box of WIDTH × HEIGHT, from nothing (bottom) to `most` (top); `first` and `last` are days."""

    points: str
    most: float
    first: date
    last: date


def steps(values: Sequence[tuple[date, int]], *, until: date) -> Line | None:
    """A number that stays until the next day on which it changes."""
    if not values:
        return None
    drawn: list[tuple[date, float]] = []
    for day, value in values:
        if drawn:
            drawn.append((day, drawn[-1][1]))
        drawn.append((day, value))
    return line([*drawn, (max(until, values[-1][0]), values[-1][1])])


def line(
    values: Sequence[tuple[date, float]], *, most: float | None = None, until: date | None = None
) -> Line:
    """`until`: the day at the right edge, where that is later than the last value."""
    first, last = values[0][0], until or values[-1][0]
    top = most or max((value for _, value in values), default=0) or 1
    length = (last - first).days
    drawn = [((day - first).days / length * WIDTH if length else 0, value) for day, value in values]
    if not length:
        drawn.append((WIDTH, drawn[-1][1]))  # of a single day: a level line
    points = " ".join(f"{x:.1f},{HEIGHT - max(0.0, value) / top * HEIGHT:.1f}" for x, value in drawn)
    return Line(points, top, first, last)
