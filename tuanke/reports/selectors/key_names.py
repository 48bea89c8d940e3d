"""The values of a breakdown as they are called, looked up once for all rows of a report."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.utils.dates import MONTHS_ALT, WEEKDAYS
from django.utils.translation import gettext_lazy

from tuanke.catalog.selectors.products import names_of
from tuanke.classes.selectors.options import class_options
from tuanke.engagement.selectors.interactions import type_names
from tuanke.reports.domain.answer import Answer, Key
from tuanke.reports.domain.breakdowns import breakdown_of
from tuanke.reports.selectors.offering import find_attribute
from tuanke.reports.selectors.wording import NOT_KNOWN, OTHERS, bucket_in_words

Name = Callable[[Key], str]
ORDER_NAMES = {"first": gettext_lazy("First orders"), "repeat": gettext_lazy("Repeat orders")}


def key_names(answer: Answer) -> list[Name]:
    """For each breakdown a way to call its keys."""
    keys = [[row.key for row in answer.rows], list(answer.columns)]
    return [
        _calling(_texts(name, [key.text for key in keys[number] if key.text]))
        for number, name in enumerate(answer.question.by)
    ]


def called(name: str, key: Key) -> str:
    """One key of a breakdown."""
    return _calling(_texts(name, [key.text] if key.text else []))(key)


def _calling(texts: Callable[[str], object]) -> Name:
    def call(key: Key) -> str:
        if key.is_others:
            return str(OTHERS)
        return str(texts(key.text) if key.text else NOT_KNOWN)

    return call


def _texts(name: str, keys: Collection[str]) -> Callable[[str], object]:
    if breakdown_of(name).kind == "time" or name == "cohort":
        return lambda text: _day(name, text)
    names = _table(name, keys)
    return lambda text: names.get(text, text)


def _day(name: str, text: str) -> str:
    try:
        return bucket_in_words(name, date.fromisoformat(text))
    except ValueError:
        return text  # from an address somebody wrote


def _table(name: str, keys: Collection[str]) -> Mapping[str, object]:
    tables: Mapping[str, Callable[[], Mapping[str, object]]] = {
        "month_of_year": lambda: {str(number): label for number, label in MONTHS_ALT.items()},
        "weekday": lambda: {str(number): label for number, label in WEEKDAYS.items()},
        "hour": lambda: {text: f"{text}:00" for text in keys},
        "product": lambda: {
            str(pk): label for pk, label in names_of([int(text) for text in keys if text.isdecimal()]).items()
        },
        "first_or_repeat": lambda: ORDER_NAMES,
        "act": type_names,
    }
    if name in tables:
        return tables[name]()
    if name.startswith("class."):
        dimension = name.removeprefix("class.")
        return class_options("scene" if dimension == "scenes" else dimension)
    source = find_attribute(name)
    return source.value_labels if source else {}
