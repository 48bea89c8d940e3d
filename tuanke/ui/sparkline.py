from collections.abc import Sequence


def sparkline(values: Sequence[float], width: float = 96, height: float = 24) -> str:
    """The `points` of a small line without axes; empty below two values."""
    if len(values) < 2:  # noqa: PLR2004 - two points make a line
        return ""
    most = max(values) or 1
    step = width / (len(values) - 1)
    return " ".join(
        f"{round(place * step, 1)},{round(height - 1 - (height - 2) * value / most, 1)}"
        for place, value in enumerate(values)
    )
