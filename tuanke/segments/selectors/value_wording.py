"""Values of a rule, and what a customer has, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tuanke.kit.rules import Attribute
from tuanke.kit.rules.anniversaries import anniversary_of
from tuanke.kit.rules.windows import Span
from tuanke.segments.selectors.window_wording import span_in_words
from tuanke.ui import formats


def values_in_words(attribute: Attribute, value: Any, labels: Mapping[str, object]) -> str:
    if isinstance(value, Span):
        return span_in_words(value)
    values: tuple[Any, ...] = value if isinstance(value, tuple) else () if value is None else (value,)
    if attribute.type == "money":
        shown = [formats.yuan_short(int(one)) for one in values]
    elif attribute.type == "day":
        shown = [formats.day(one) for one in values]
    elif attribute.type == "anniversary":
        shown = [_anniversary(int(one)) for one in values]
    else:
        shown = [str(labels.get(str(one), one)) for one in values]
    return _(", ").join(shown)


def _anniversary(code: int) -> str:
    kept = anniversary_of(code)
    told = {"month": kept.month, "day": kept.day}
    if kept.is_leap_month:
        return _("day %(day)s of the lunar leap month %(month)s") % told
    return (_("day %(day)s of lunar month %(month)s") if kept.is_lunar else _("%(month)s/%(day)s")) % told
