"""Windows of time in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuanke.kit.rules.windows import Between, Last, Lunar, RollingHours, Span, Window
from tuanke.ui import formats


def span_in_words(span: Span) -> str:
    values = {"count": span.n}
    if span.unit == "day":
        return ngettext("%(count)s day", "%(count)s days", span.n) % values
    if span.unit == "week":
        return ngettext("%(count)s week", "%(count)s weeks", span.n) % values
    if span.unit == "month":
        return ngettext("%(count)s month", "%(count)s months", span.n) % values
    return ngettext("%(count)s year", "%(count)s years", span.n) % values


def window_in_words(window: Window) -> str:
    """Empty where the window is everything."""
    if isinstance(window, Last):
        text = _("before the last %(span)s") if window.before else _("within the last %(span)s")
        return text % {"span": span_in_words(window.span)}
    if isinstance(window, RollingHours):
        return ngettext("within the last %(count)s hour", "within the last %(count)s hours", window.hours) % {
            "count": window.hours
        }
    if isinstance(window, Between):
        return _("from %(start)s until before %(end)s") % {
            "start": formats.day(window.start),
            "end": formats.day(window.end),
        }
    if isinstance(window, Lunar):
        return _lunar(window)
    return ""


def _lunar(window: Lunar) -> str:
    text = (
        _("from day %(first)s until before day %(last)s of this year's %(festival)s")
        if window.year == "this"
        else _("from day %(first)s until before day %(last)s of last year's %(festival)s")
    )
    return text % {
        "first": f"{window.first:+d}",
        "last": f"{window.last:+d}",
        "festival": window.festival,
    }
