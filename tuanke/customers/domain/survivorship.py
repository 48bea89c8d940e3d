"""Which value a merged customer has (domain A6): chosen by hand > verified > newest that is not empty > survivor's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Why = Literal["chosen", "same", "verified", "newest", "only", "survivor", "united", "earliest"]

# Columns that only make sense together are one field, named after the first.
FIELDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "person": (("display_name", "surname", "given_name"), ("nickname",), ("gender",), ("province", "city")),
    "org": (
        ("display_name",),
        ("legal_name",),
        ("uscc",),
        ("industry",),
        ("size_band",),
        ("parent_id",),
        ("province", "city"),
    ),
}
COLUMNS = (
    *dict.fromkeys(column for groups in FIELDS.values() for group in groups for column in group),
    *("custom", "created_at", "channel", "owner_id", "note", "short_names"),
)
NEVER = datetime.min.replace(tzinfo=UTC)


class ChoiceError(ValueError):
    """A choice names a field there is not, or a customer who is not one of those merged."""


@dataclass(frozen=True)
class Side:
    """One of the customers. `values` are its COLUMNS; `verified_at` is when staff last reached it."""

    id: int
    values: Mapping[str, Any]
    verified_at: datetime | None
    recorded_at: datetime
    first_seen_at: datetime  # its first touch, or since when it has been a customer


@dataclass(frozen=True)
class Outcome:
    """What a field becomes: the columns' values, whose they were (None: of several), and by which rule."""

    values: tuple[Any, ...]
    origin: int | None
    why: Why


def surviving(kind: str, sides: Sequence[Side], choices: Mapping[str, int]) -> dict[str, Outcome]:
    """Field → outcome; the first of `sides` is the survivor, `choices` is field → id. Raises ChoiceError."""
    keys = list(dict.fromkeys(key for side in sides for key in side.values["custom"]))
    fields = {group[0]: group for group in FIELDS[kind]} | {f"custom.{key}": (key,) for key in keys}
    if not choices.keys() <= fields.keys() or not set(choices.values()) <= {side.id for side in sides}:
        raise ChoiceError
    own = {name: _one(name, group, sides, choices.get(name)) for name, group in fields.items()}
    return own | _of_all(kind, sides)


def _one(name: str, group: tuple[str, ...], sides: Sequence[Side], chosen: int | None) -> Outcome:
    held = {side.id: _held(name, group, side) for side in sides}
    if chosen is not None:
        return Outcome(held[chosen], chosen, "chosen")
    filled = [side for side in sides if held[side.id][0] not in ("", None, [])]
    if not filled:
        return Outcome(held[sides[0].id], sides[0].id, "same")
    if all(isinstance(held[side.id][0], list) for side in filled):
        values = list(dict.fromkeys(value for side in filled for value in held[side.id][0]))
        return Outcome((values,), None if len(filled) > 1 else filled[0].id, "united")
    best = max(filled, key=lambda side: (side.verified_at or NEVER, side.recorded_at, side is sides[0]))
    return Outcome(held[best.id], best.id, _why(best, filled, held))


def _held(name: str, group: tuple[str, ...], side: Side) -> tuple[Any, ...]:
    if name.startswith("custom."):
        return (side.values["custom"].get(group[0]),)
    return tuple(side.values[column] for column in group)


def _why(best: Side, filled: Sequence[Side], held: Mapping[int, tuple[Any, ...]]) -> Why:
    if len(filled) == 1:
        return "only"
    if all(held[side.id] == held[best.id] for side in filled):
        return "same"
    return "verified" if best.verified_at else "newest"


def _of_all(kind: str, sides: Sequence[Side]) -> dict[str, Outcome]:
    """What is not one side's against another's: since when, from where, whose, and what was noted."""
    oldest = min(sides, key=lambda side: side.values["created_at"])
    earliest = sorted(sides, key=lambda side: side.first_seen_at)
    came_from = next((side for side in earliest if side.values["channel"]), sides[0])
    looked_after = next((side for side in sides if side.values["owner_id"]), sides[0])
    notes = list(dict.fromkeys(note for side in sides if (note := side.values["note"].strip())))
    found = {
        "created_at": Outcome((oldest.values["created_at"],), oldest.id, "earliest"),
        "channel": Outcome((came_from.values["channel"],), came_from.id, "earliest"),
        "owner_id": Outcome((looked_after.values["owner_id"],), looked_after.id, "survivor"),
        "note": Outcome(("\n\n".join(notes),), None, "united"),
    }
    if kind == "org":
        names = list(dict.fromkeys(name for side in sides for name in side.values["short_names"]))
        found["short_names"] = Outcome((names,), None, "united")
    return found


def columns(kind: str, outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """The survivor's columns, `custom` as one."""
    found: dict[str, Any] = {"custom": {}}
    groups = {group[0]: group for group in FIELDS[kind]}
    for name, outcome in outcomes.items():
        if name.startswith("custom."):
            if outcome.values[0] is not None:
                found["custom"][name.removeprefix("custom.")] = outcome.values[0]
        else:
            found |= dict(zip(groups.get(name, (name,)), outcome.values, strict=True))
    return found
