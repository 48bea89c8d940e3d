"""What the architecture tests know of the house: its rooms and their order, read from the code itself."""

import configparser
import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

from tools.lints.source import NESTED

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = ROOT / "tuanke"
WITHOUT_ROOM_SHAPE = {"config", "ui", "insights", "kit", *NESTED}  # layers that are no rooms inside


def contract(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser[f"importlinter:contract:{name}"]


@cache
def layers() -> list[set[str]]:
    """High to low; rooms in one layer may not see each other."""
    lines = contract("rooms")["layers"].split("\n")
    return [{name.strip().strip("()") for name in line.split("|")} for line in lines if line.strip()]


def height(room: str) -> int:
    """0 is the ground; `platform.jobs` stands in the layer `platform`."""
    top = room.partition(".")[0]
    return len(layers()) - next(number for number, layer in enumerate(layers()) if top in layer)


def packages(folder: Path) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/__init__.py"))


def rooms() -> list[str]:
    """Every room, sub-rooms of the platform as `platform.jobs`."""
    top = [name for name in packages(HOUSE) if name not in WITHOUT_ROOM_SHAPE]
    nested = (f"{part}.{name}" for part in NESTED for name in packages(HOUSE / part) if name != "tests")
    return [*top, *nested]


def modules(pattern: str) -> list[ModuleType]:
    """The product's modules whose file matches, imported."""
    paths = sorted(HOUSE.glob(pattern))
    return [importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in paths]
