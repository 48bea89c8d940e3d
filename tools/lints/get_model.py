"""A model looked up by name is an import that no import contract can see."""

import ast
from collections.abc import Iterator

from tools.lints.source import Finding, Source

REGISTRY = ("get_models", "get_app_config", "get_app_configs", "get_containing_app_config", "all_models")


def check(source: Source) -> Iterator[Finding]:
    for node in source.nodes():
        message = _message(source, node)
        if message:
            yield source.at(node, message)


def _message(source: Source, node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and _is_get_model(node):
        label = _label(node)
        is_own = label == source.room.split(".")[-1]
        return None if is_own else f"get_model({label or '…'}): call that room's selectors or services"
    if isinstance(node, ast.Call) and source.full_name(node.func) == "django.contrib.auth.get_user_model":
        is_own = source.room == "platform.accounts"
        return None if is_own else "get_user_model(): call platform.accounts' selectors or services"
    if isinstance(node, ast.Attribute) and _is_registry_look(source, node):
        return f"apps.{node.attr}: rooms meet in config/wiring.py, nowhere else"
    return None


def _is_get_model(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr == "get_model"


def _is_registry_look(source: Source, node: ast.Attribute) -> bool:
    return node.attr in REGISTRY and (source.full_name(node) or "").startswith("django.apps.")


def _label(node: ast.Call) -> str | None:
    """The app label if it is written out; a computed one cannot be checked."""
    given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "app_label")]
    if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
        return given[0].value.split(".")[0]
    return None
