"""Only the room that owns a table writes its rows.

Import contracts keep other rooms' models out of reach; what is left are instances and querysets that were
handed over, names brought in for annotations, and managers reached by a detour. A best effort: it follows
imports, annotations and plain assignments inside one function, and reads the tables in SQL texts.
"""

import ast
import re
from collections.abc import Iterator

from tools.lints.source import NO_ROWS, Finding, Source, room_labels, room_of

MANAGERS = ("objects", "_default_manager", "_base_manager")
WRITES = {"save", "delete", "asave", "adelete", "save_base"}
QUERYSET_WRITES = {
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "aupdate",
}
DOORS = ("selectors", "services")
WRITTEN = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\s+([a-z]+)(_[a-z_]+)")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def check(source: Source) -> Iterator[Finding]:
    for node in source.nodes():
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield from _check_manager(source, node)
        elif isinstance(node, Function):
            yield from _check_function(source, node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _check_sql(source, node, node.value)


def _check_sql(source: Source, node: ast.Constant, text: str) -> Iterator[Finding]:
    own = source.room.split(".")[-1]
    for label, table in WRITTEN.findall(text):
        if label != own and label in room_labels():
            yield source.at(
                node, f"SQL writes {label}{table}: only that room writes its rows; call its services"
            )


def _check_manager(source: Source, node: ast.Attribute) -> Iterator[Finding]:
    text = ast.unparse(node)
    full_name = source.full_name(node.value)
    if full_name:
        room = _foreign_room(source, full_name)
        if room:
            yield source.at(node, f"{text}: rows of {room}; call its selectors or services")
    elif not _is_own(source, node.value):
        yield source.at(node, f"{text}: name the model, and only one of this room")


def _is_own(source: Source, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and (node.id in {"cls", "self", "model"} or node.id in source.classes)


def _check_function(source: Source, function: Function) -> Iterator[Finding]:
    foreign = _foreign_names(source, function)
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node):
            room = _value_room(source, node.func.value, foreign)
            if room:
                yield source.at(node, f"{ast.unparse(node.func)}(): only {room} writes its rows; call it")


def _is_write(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if name == "update":  # a queryset takes keywords only; a dictionary takes a mapping
        return bool(node.keywords) and not node.args
    return name in WRITES or name in QUERYSET_WRITES


def _foreign_names(source: Source, function: Function) -> dict[str, str]:
    """Parameters and variables that hold another room's rows, and which room's."""
    found: dict[str, str] = {}
    arguments = function.args
    for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        _note(found, argument.arg, argument.annotation and _annotation_room(source, argument.annotation))
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            _note(found, node.target.id, _annotation_room(source, node.annotation))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            _note(found, node.targets[0].id, _value_room(source, node.value, found))
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            _note(found, node.target.id, _value_room(source, node.iter, found))
    return found


def _note(found: dict[str, str], name: str, room: str | None) -> None:
    if room:
        found[name] = room


def _annotation_room(source: Source, annotation: ast.expr) -> str | None:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return _annotation_room(source, ast.parse(annotation.value, mode="eval").body)
    for node in ast.walk(annotation):
        full_name = source.full_name(node)
        if full_name and ".models" in full_name:
            room = _foreign_room(source, full_name)
            if room:
                return room
    return None


def _value_room(source: Source, node: ast.expr, foreign: dict[str, str]) -> str | None:
    """Whose rows an expression yields: a foreign variable, or what a foreign selector or service returned."""
    if isinstance(node, ast.Name):
        return foreign.get(node.id)
    if isinstance(node, ast.Call):
        full_name = source.full_name(node.func)
        if full_name and any(f".{door}." in full_name for door in DOORS):
            return _foreign_room(source, full_name)
        return _value_room(source, node.func, foreign)
    if isinstance(node, ast.Attribute | ast.Subscript | ast.Await):
        return _value_room(source, node.value, foreign)
    return None


def _foreign_room(source: Source, full_name: str) -> str | None:
    room = room_of(full_name)
    return room if room and room != source.room and room not in NO_ROWS else None
