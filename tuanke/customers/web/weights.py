"""What speaks for and against two customers being one, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
STRONGLY = 8.0  # bits: 256 times as likely

SAID: dict[tuple[str, str], Text] = {
    ("name", "same"): _("same name"),
    ("name", "sounds"): _("names sound the same"),
    ("name", "nearly"): _("names sound nearly the same"),
    ("name", "part"): _("one name is the beginning of the other"),
    ("name", "other"): _("different names"),
    ("suffix", "same"): _("same legal form"),
    ("suffix", "other"): _("different legal form: a group or a branch"),
    ("mobile", "same"): _("same mobile number"),
    ("mobile", "last8"): _("same last 8 digits of the number"),
    ("mobile", "other"): _("different numbers"),
    ("email", "same"): _("same e-mail address"),
    ("email", "other"): _("different e-mail addresses"),
    ("wechat", "same"): _("same WeChat id"),
    ("wechat", "other"): _("different WeChat ids"),
    ("birthday", "same"): _("same birthday"),
    ("birthday", "other"): _("different birthdays"),
    ("place", "address"): _("same address"),
    ("place", "city"): _("same city"),
    ("place", "other"): _("different places"),
    ("employer", "same"): _("at the same organisation"),
    ("employer", "other"): _("at different organisations"),
    ("tax_number", "same"): _("same tax number"),
    ("tax_number", "other"): _("different tax numbers"),
}


@dataclass(frozen=True)
class Argument:
    """`tone` is that of a chip: good speaks for one customer, bad against."""

    said: Text
    how: Text
    tone: str


def arguments(weights: Sequence[Sequence[Any]]) -> list[Argument]:
    """The strongest first, whichever way it points."""
    ordered = sorted(weights, key=lambda weight: -abs(weight[2]))
    return [
        Argument(SAID[feature, code], _how(bits), "good" if bits > 0 else "bad")
        for feature, code, bits in ordered
    ]


def _how(bits: float) -> Text:
    if bits >= STRONGLY:
        return _("speaks strongly for it")
    if bits > 0:
        return _("speaks for it")
    return _("speaks strongly against it") if bits <= -STRONGLY else _("speaks against it")
