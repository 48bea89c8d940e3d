import ast
import subprocess
import sys

import pytest
from django.apps import apps
from django.db.models import Field, Model

from tests.architecture.house import HOUSE, ROOT, contract, height, packages, rooms
from tools.lints.source import room_of

EVERY_PACKAGE = [*packages(HOUSE), *(room for room in rooms() if "." in room)]


def test_every_room_stands_in_the_contract_for_its_inside() -> None:
    listed = contract("inside")["containers"].split()

    assert sorted(listed) == sorted(f"tuanke.{room}" for room in rooms())


@pytest.mark.parametrize("room", EVERY_PACKAGE)
def test_a_room_says_in_its_docstring_what_it_owns(room: str) -> None:
    source = (HOUSE / room.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")

    docstring = ast.get_docstring(ast.parse(source)) or ""

    assert docstring.endswith(".")
    assert "\n" not in docstring, "one sentence that fits a line; the rest belongs to ARCHITECTURE.md"


@pytest.mark.parametrize("room", ["insights", "kit"])
def test_pure_rooms_pull_in_no_django(room: str) -> None:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((HOUSE / room).rglob("*.py"))
        if "tests" not in path.parts and path.name != "__init__.py"
    ]
    code = f"""
import importlib, sys
for name in {names}:
    importlib.import_module(name)
print("django" in sys.modules)
"""

    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "False"


# Lists of upper rooms sort by class and score in one query; nothing at or below customers uses the name.
SEEN_FROM_BELOW = {"classes.CustomerClass.customer"}


def relations() -> list[Field]:
    """Foreign keys and the like that lead from a room of ours to another."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.remote_field and _room(model) and _room(field.related_model) not in {None, _room(model)}
    ]


def _room(model: type[Model]) -> str | None:
    return room_of(model.__module__)


def test_relations_between_rooms_point_down() -> None:
    upward = [str(field) for field in relations() if not _points_down(field)]

    assert upward == []


def _points_down(field: Field) -> bool:
    here, there = _room(field.model), _room(field.related_model)
    within_platform = here.startswith("platform.") and there.startswith("platform.")
    return within_platform or height(here) > height(there)


def test_a_lower_room_gets_no_attribute_from_an_upper_one() -> None:
    named = {str(field) for field in relations() if not field.remote_field.hidden}

    assert named - SEEN_FROM_BELOW == set(), 'give the field related_name="+"'


def test_settings_fit_a_few_screens() -> None:
    lines = (HOUSE / "config" / "settings.py").read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 400
