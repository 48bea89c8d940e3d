"""The reports every shop has: a question each, in words and as what is asked. Nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from tuanke.reports.selectors import built_in_goods, built_in_people, built_in_returning

Text = str | Promise


@dataclass(frozen=True)
class BuiltIn:
    """`title` is the question a merchant asks, `about` how the figures are to be read."""

    slug: str
    group: Text
    title: Text
    about: Text
    question: Mapping[str, Any]


ALL: tuple[BuiltIn, ...] = tuple(
    BuiltIn(slug, group, title, about, question)
    for group, reports in (
        *built_in_returning.GROUPS,
        *built_in_goods.GROUPS,
        *built_in_people.GROUPS,
    )
    for slug, title, about, question in reports
)


def find_built_in(slug: str) -> BuiltIn | None:
    return next((report for report in ALL if report.slug == slug), None)
