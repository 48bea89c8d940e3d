"""Domain, selectors, insights and kit are told the time; they never ask for it."""

import ast
from collections.abc import Iterator

from tools.lints.source import Finding, Source

TIMELESS_ROOMS = ("insights", "kit")
TIMELESS_PARTS = ("domain", "selectors")
ALWAYS = {
    "django.utils.timezone.now",
    "django.db.models.functions.Now",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
WITHOUT_ARGUMENT = {
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "time.localtime",
    "time.gmtime",
}


def check(source: Source) -> Iterator[Finding]:
    if not _is_timeless(source):
        return
    for node in source.nodes():
        if isinstance(node, ast.Attribute | ast.Name) and source.full_name(node) in ALWAYS:
            yield source.at(node, f"{ast.unparse(node)}: take the moment as an argument (`at` or `as_of`)")
        elif (
            isinstance(node, ast.Call) and _is_bare(node) and source.full_name(node.func) in WITHOUT_ARGUMENT
        ):
            yield source.at(node, f"{ast.unparse(node)}: take the moment as an argument and convert it")


def _is_timeless(source: Source) -> bool:
    return source.room in TIMELESS_ROOMS or bool(source.inside and source.inside[0] in TIMELESS_PARTS)


def _is_bare(node: ast.Call) -> bool:
    return not node.args and not node.keywords
