"""One file of the product as the lints see it: its room, its part of the room, its names."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
NESTED = ("platform", "api")  # parts of the house whose rooms are one deeper
NO_ROWS = ("config", "ui", "insights", "kit")  # parts of the house that own no tables


@dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass
class Source:
    """`path` is relative to the repository, as in `tuanke/orders/domain/totals.py`."""

    path: str
    text: str
    tree: ast.Module = field(init=False)

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.text, self.path) if self.path.endswith(".py") else ast.Module([], [])

    @property
    def room(self) -> str:
        return room_of(".".join(PurePosixPath(self.path).with_suffix("").parts)) or ""

    @property
    def inside(self) -> tuple[str, ...]:
        """The folders and the file below the room: `("domain", "totals")`."""
        parts = PurePosixPath(self.path).with_suffix("").parts
        return parts[1 + len(self.room.split(".")) :]

    @property
    def is_test(self) -> bool:
        return "tests" in self.inside

    def at(self, node: ast.AST, message: str) -> Finding:
        return Finding(self.path, getattr(node, "lineno", 1), message)

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes() if isinstance(node, ast.Call))

    @cached_property
    def imports(self) -> dict[str, str]:
        """Local name → the full name it stands for, wherever in the file it is imported."""
        found: dict[str, str] = {}
        for node in self.nodes():
            if isinstance(node, ast.Import):
                for name in node.names:
                    local = name.asname or name.name.split(".")[0]
                    found[local] = name.name if name.asname else local
            elif isinstance(node, ast.ImportFrom):
                base = self._absolute(node)
                found.update({name.asname or name.name: f"{base}.{name.name}" for name in node.names})
        return found

    @cached_property
    def classes(self) -> set[str]:
        return {node.name for node in self.nodes() if isinstance(node, ast.ClassDef)}

    def full_name(self, node: ast.AST) -> str | None:
        """`timezone.now` → `django.utils.timezone.now`, if its first name was imported."""
        if isinstance(node, ast.Attribute):
            base = self.full_name(node.value)
            return f"{base}.{node.attr}" if base else None
        return self.imports.get(node.id) if isinstance(node, ast.Name) else None

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = PurePosixPath(self.path).parts[: -node.level]
        return ".".join([*package, *([node.module] if node.module else [])])


def room_of(module: str) -> str | None:
    """`tuanke.platform.jobs.services` → `platform.jobs`; None for what is not ours."""
    parts = module.split(".")
    if parts[0] != "tuanke" or len(parts) == 1:
        return None
    return ".".join(parts[1:3]) if parts[1] in NESTED else parts[1]


@cache
def room_labels() -> set[str]:
    """The table prefixes of the rooms that own rows."""
    house = ROOT / "tuanke"
    nested = (path for part in NESTED for path in house.glob(f"{part}/*/models"))
    return {path.parent.name for path in [*house.glob("*/models"), *nested]}


def read(root: Path) -> Iterator[Source]:
    """Every Python file and template of the product."""
    for path in sorted([*root.glob("tuanke/**/*.py"), *root.glob("tuanke/**/templates/**/*.*")]):
        yield Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
