"""HTML written in Python, for what a page shows hundreds of times: a template takes ten times as long.

As django.utils.html.format_html, at a third of its time (17 µs against 5 for a chip): it does not look at every
value for text that is still to be translated, because `str` translates it.
"""

from collections.abc import Iterable
from html import escape
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString

from tuanke.ui.addresses import ANY_NUMBER, ANY_UID


def html(pattern: str, *values: Any) -> SafeString:
    """`pattern` with its `{}` filled; whatever is not markup already is escaped."""
    return SafeString(pattern.format(*map(_escaped, values)))


def joined(parts: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def drawn_for(one: UUID | int, drawn: SafeString) -> SafeString:
    """What was drawn once for ANY_UID or ANY_NUMBER, for this one of many that look alike."""
    return SafeString(drawn.replace(str(ANY_NUMBER if isinstance(one, int) else ANY_UID), str(one)))


def _escaped(value: Any) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
