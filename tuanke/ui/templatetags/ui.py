"""The product's template vocabulary: formats, icons and the few components every room uses."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tuanke.ui import formats
from tuanke.ui.addresses import Part, address_of
from tuanke.ui.glossary import MEANINGS
from tuanke.ui.markup import html

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing from the sprite tools/assets.py makes of the icons the templates name."""
    return html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def address(view_name: str, *args: Part) -> str:
    """As {% url %}, for lines of a list."""
    return address_of(view_name, *args)


@register.filter
def yuan(fen: int | None) -> str:
    return "–" if fen is None else formats.yuan(fen)


@register.filter
def yuan_short(fen: int | None) -> str:
    return "–" if fen is None else formats.yuan_short(fen)


@register.filter
def percent(share: float | None) -> str:
    return "–" if share is None else formats.percent(share)


@register.filter
def count(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return formats.day(value, today=timezone.localdate())


@register.filter
def days(number: float | None) -> str:
    return "–" if number is None else formats.days(number)


@register.inclusion_tag("ui/interval.html")
def interval(share: float | None, low: float | None, high: float | None, n: int) -> dict[str, Any]:
    """A share with its range and n, drawn as a thin bar; grey when the range is too wide to say anything."""
    known = share is not None and low is not None and high is not None
    return {
        "known": known,
        "text": formats.percent(share) if share is not None else "",
        "low": formats.percent(low) if low is not None else "",
        "high": formats.percent(high) if high is not None else "",
        "start": round((low or 0) * 100, 1),
        "width": round(((high or 0) - (low or 0)) * 100, 1),
        "at": round((share or 0) * 100, 1),
        "n": n,
        "vague": known and (high or 0) - (low or 0) > 0.3,  # noqa: PLR2004
    }


@register.simple_tag
def reason_chip(label: object, url: str, tone: str = "neutral") -> SafeString:
    """为什么: a class or score that opens the drawer with its evidence. Lists show hundreds: no template of its own."""
    return html(
        '<a class="chip chip-{}" href="{}" hx-get="{}" hx-target="#drawer-body" title="{}">{}</a>',
        tone,
        url,
        url,
        _("Why?"),
        label,
    )


@register.inclusion_tag("ui/meaning.html")
def meaning(word: str) -> Mapping[str, Any]:
    """A question mark beside a word of the glossary, with its one sentence behind it."""
    term, text = MEANINGS[word]
    return {"term": term, "meaning": text}


@register.inclusion_tag("ui/abstain.html")
def abstain(missing: str) -> Mapping[str, str]:
    """暂不判断: what is missing, instead of a number."""
    return {"missing": missing}


@register.inclusion_tag("ui/waterfall.html")
def waterfall(steps: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """From all to those left: `steps` of label, count and (for exclusions) a reason."""
    largest = max((int(step["count"]) for step in steps), default=0) or 1
    return {"steps": [{**step, "share": round(int(step["count"]) / largest * 100, 1)} for step in steps]}
