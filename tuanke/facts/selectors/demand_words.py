"""Demand ahead in words. Needs no database: `tuanke analyze` has none."""

from django.utils.translation import gettext as _


def trend_words(low: float | None, high: float | None) -> dict[str, str]:
    """`low`, `high`: the interval of the slope; None where there is none."""
    if low is None or high is None or low <= 0 <= high:
        return {"text": _("steady"), "tone": "neutral"}
    if low > 0:
        return {"text": _("rising"), "tone": "good"}
    return {"text": _("falling"), "tone": "bad"}


def method_words(code: str) -> str:
    return {
        "last_week": _("as last week"),
        "last_year": _("as a year ago"),
        "last_festivals": _("as a year ago, by the festivals"),
        "level": _("smoothed level"),
        "damped_trend": _("damped trend"),
    }[code]
