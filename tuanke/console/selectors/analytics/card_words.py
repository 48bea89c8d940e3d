"""The findings in words: what is claimed, of whom, and against what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from tuanke.console.selectors.analytics.claim_sentences import SENTENCES
from tuanke.customers.selectors.rules import CHANNELS
from tuanke.insights.claims.claim import FEN, TIMES
from tuanke.ui import formats

PRODUCTS = ("product", "refund")


@dataclass(frozen=True)
class Told:
    """A card as a page shows it; `number` beside `other`, both with what they are."""

    key: str
    tone: str
    claim: str
    number: str
    what: str
    other: str
    low: str
    high: str
    n: int
    unit: str
    other_n: int
    advice: str
    people: int
    margin_fen: int


def told(card: Any, products: Mapping[int, str]) -> Told:
    sentence = SENTENCES[card.kind]
    names = _names(card, products)
    is_up = card.value > card.other
    return Told(
        key=card.key,
        tone="good" if is_up == sentence.more_is_good else "warn",
        claim=str(sentence.more if is_up else sentence.less) % names,
        number=_number(card, card.value),
        what=str(sentence.what) % names,
        other=str(sentence.against) % {**names, "other": _number(card, card.other)},
        low=_difference(card, card.low),
        high=_difference(card, card.high),
        n=card.n,
        unit=str(sentence.unit),
        other_n=card.other_n,
        advice=str(sentence.advice_more if is_up else sentence.advice_less) % names,
        people=card.people,
        margin_fen=card.margin_fen,
    )


def short_name(card: Any, products: Mapping[int, str]) -> str:
    """The claim alone, as a filter shows it."""
    return told(card, products).claim


def products_of(cards: list[Any]) -> list[int]:
    """The numbers of the goods that the cards name."""
    return [int(card.subject) for card in cards if card.kind in PRODUCTS]


def _names(card: Any, products: Mapping[int, str]) -> dict[str, str]:
    """What the sentences have a place for."""
    subject, details = card.subject, card.details
    names = {"subject": subject}
    if card.kind in PRODUCTS:
        names["subject"] = products.get(int(subject), subject)
    elif card.kind == "channel":
        names["subject"] = str(CHANNELS.get(subject, subject))
    elif card.kind == "weekday":
        names["subject"] = str(WEEKDAYS[int(subject)])
    elif card.kind == "cohort":
        names["subject"] = subject[:7]
    for name in ("on", "past", "origin"):
        if name in details:
            names[name] = formats.day(date.fromisoformat(details[name]))
    names["festival"] = details.get("festival", "")
    return names


def _number(card: Any, value: float) -> str:
    if card.measure == FEN:
        return formats.yuan(round(value))
    if card.measure == TIMES:
        return _("%(n)s times") % {"n": f"{value:.1f}"}
    return formats.percent(value)


def _difference(card: Any, value: float) -> str:
    """An end of the interval; of shares in percentage points."""
    if card.measure == FEN:
        return formats.yuan(round(value))
    if card.measure == TIMES:
        return _("%(n)s times") % {"n": f"{value:.2f}"}
    return _("%(n)s points") % {"n": f"{value * 100:+.1f}"}
