"""What request code never does: a short list, with a reason and the way out.

An exception is a line in ALLOWED, with its reason beside it.
"""

import ast
import re
from collections.abc import Iterator

from tools.lints.source import Finding, Source

# path → bans that do not hold there
ALLOWED: dict[str, set[str]] = {
    "tuanke/ui/markup.py": {"SafeString"},  # escapes by itself, which its test holds against format_html
}

CALLS = {
    "django.utils.safestring.mark_safe": "use format_html, or a template",
    "django.utils.safestring.SafeString": "use format_html, or a template",
    "yaml.load": "use yaml.safe_load",
    "builtins.eval": "parse what you expect and nothing else",
    "builtins.exec": "write the code instead",
}
MODULES = {
    "pickle": "store JSON; pickle runs what it reads",
    "marshal": "store JSON; marshal runs what it reads",
    "shelve": "store JSON; shelve is pickle",
}
METHODS = {
    "extra": "use annotate, or SQL of constants in a selector",
    "raw": "use a queryset, or SQL of constants in a selector",
}
WEB_METHODS = {
    "execute": "SQL lives in selectors, services and facts",
    "executemany": "SQL lives in selectors, services and facts",
}
LOOKUPS = {"filter", "exclude", "get", "annotate", "update", "create"}
FIELD_LISTS = {"order_by", "values", "values_list"}
SAID_BY_USER = re.compile(r"\brequest\b|\.GET\b|\.POST\b")
TEMPLATE_BANS = {
    "|safe": re.compile(r"\|\s*safe(?:seq)?\b"),
    "autoescape off": re.compile(r"\{%\s*autoescape\s+off"),
}


def check(source: Source) -> Iterator[Finding]:
    if source.is_test:
        return
    found = _check_python(source) if source.path.endswith(".py") else _check_template(source)
    allowed = ALLOWED.get(source.path, set())
    yield from (finding for finding in found if finding.message.split(":")[0] not in allowed)


def _check_template(source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for name, pattern in TEMPLATE_BANS.items():
            if pattern.search(line):
                yield Finding(source.path, number, f"{name}: let Django escape it, or use format_html")


def _check_python(source: Source) -> Iterator[Finding]:
    for node in source.nodes():
        for message in _messages(source, node):
            yield source.at(node, message)


def _messages(source: Source, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _module(node)
    elif isinstance(node, ast.Call):
        yield from _call(source, node)
        if isinstance(node.func, ast.Attribute):
            yield from _method(source, node, node.func.attr)
    elif isinstance(node, ast.Assign) and _is_all(node.value):
        yield "__all__: name the fields a form or an answer may carry"


def _module(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        top = name.split(".")[0]
        if top in MODULES:
            yield f"{top}: {MODULES[top]}"


def _call(source: Source, node: ast.Call) -> Iterator[str]:
    builtin = f"builtins.{node.func.id}" if isinstance(node.func, ast.Name) else ""
    name = source.full_name(node.func) or builtin
    if name in CALLS:
        yield f"{name.split('.')[-1]}: {CALLS[name]}"


def _method(source: Source, node: ast.Call, name: str) -> Iterator[str]:
    bans = {**METHODS, **WEB_METHODS} if source.inside[:1] == ("web",) else METHODS
    if name in bans:
        yield f"{name}: {bans[name]}"
    if any(SAID_BY_USER.search(ast.unparse(value)) for value in _field_names(node, name)):
        yield f"{name}: pick from a fixed list of fields, never from what the request names"


def _field_names(node: ast.Call, name: str) -> list[ast.expr]:
    """What decides which columns a query touches: `filter(**this)`, `order_by(this)`."""
    if name in LOOKUPS:
        return [word.value for word in node.keywords if word.arg is None]
    return node.args if name in FIELD_LISTS else []


def _is_all(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "__all__"
