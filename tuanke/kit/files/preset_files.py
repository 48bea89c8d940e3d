"""Every preset, from its file in `presets/`, and which of them a header belongs to: never by the file's name."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from tuanke.kit.files.contact_keys import CONTACT_KEYS
from tuanke.kit.files.headers import fold
from tuanke.kit.files.keys import ORDER_KEYS, CustomerRule
from tuanke.kit.files.preset import (
    Consent,
    FileKind,
    Fingerprint,
    MoneyPolicy,
    PhonePolicy,
    Preset,
    StatusCode,
)
from tuanke.kit.files.refusal import FileRefused

GENERIC = "generic-orders"
GENERIC_CONTACTS = "generic-contacts"


@cache
def all_presets() -> Mapping[str, Preset]:
    """Every preset by id. Raises ValueError naming the file and the fault of one that is not right."""
    presets = {}
    for file in sorted(resources.files(__package__).joinpath("presets").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            try:
                preset = load_preset(tomllib.loads(file.read_text("utf-8")))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"preset {file.name}: {error}") from error
            presets[preset.id] = preset
    return presets


def named_preset(name: str) -> Preset:
    try:
        return all_presets()[name]
    except KeyError:
        raise FileRefused("unknown_preset", preset=name, presets=tuple(all_presets())) from None


def detect(headers: Sequence[str]) -> Preset | None:
    """The preset with the most telling fingerprint among those that fit."""
    folded = frozenset(map(fold, headers))
    fitting = [preset for preset in all_presets().values() if preset.fingerprint.fits(folded)]
    return max(fitting, key=lambda preset: len(preset.fingerprint.all), default=None)


def load_preset(data: dict[str, Any]) -> Preset:
    """A preset from its TOML. Raises TypeError, KeyError or ValueError for what the schema does not know."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    values["fingerprint"] = Fingerprint(
        **{how: frozenset(map(fold, names)) for how, names in data.get("fingerprint", {}).items()},
    )
    values["aliases"] = {key: tuple(names) for key, names in data["aliases"].items()}
    values["customer"] = tuple(
        CustomerRule(rule["kind"], tuple(rule["columns"])) for rule in data.get("customer", ())
    )
    for by_text in ("status_map", "consent_map"):
        values[by_text] = {fold(raw): code for raw, code in data.get(by_text, {}).items()}
    preset = Preset(**values)
    _check(preset)
    return preset


def _check(preset: Preset) -> None:
    known = CONTACT_KEYS if preset.kind == "contacts" else ORDER_KEYS
    cut = [key for pattern in preset.split.values() for key in re.compile(pattern).groupindex]
    named = (*preset.aliases, *preset.fill_down, *preset.split, *cut, *preset.times)
    unknown = [key for key in named if key not in known]
    if unknown:
        raise ValueError(f"unknown keys {unknown}")
    if set(preset.label) != {"zh", "en"}:
        raise ValueError("label needs zh and en")
    for value, kind in (
        (preset.kind, FileKind),
        (preset.money_policy, MoneyPolicy),
        (preset.phone_policy, PhonePolicy),
        *((code, StatusCode) for code in preset.status_map.values()),
        *((code, Consent) for code in preset.consent_map.values()),
        *((rule.kind, Literal["phone", "text"]) for rule in preset.customer),
    ):
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is none of {get_args(kind)}")
