"""Whether a target is on its way (domain C5): against the straight line from the baseline to the goal."""

from datetime import date


def status(
    *, baseline: float, goal: float, starts_on: date, ends_on: date, on: date, value: float | None
) -> str:
    """on_track, behind, achieved or missed; a goal below the baseline wants the value to fall.

    Without a value it is on track until the first tenth of the time has passed.
    """
    passed = min(1.0, max(0.0, (on - starts_on).days / (ends_on - starts_on).days))
    way = 0.0 if value is None else (value - baseline) / (goal - baseline)
    if way >= 1:
        return "achieved"
    if on >= ends_on:
        return "missed"
    return "on_track" if way >= passed or (value is None and passed < 0.1) else "behind"  # noqa: PLR2004
