"""The columns step: for every column of the file, what it means."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tuanke.platform.accounts.domain.masking import mask_numbers
from tuanke.platform.imports.models import SavedMapping
from tuanke.platform.imports.services.guessing import Guess
from tuanke.ui.files.key_names import names_of

WARNINGS: Mapping[str, str | Promise] = {
    "digits_lost": _("A long number was stored as a number; its last digits are gone. Export it as text."),
    "masked": _("Most values are masked, so they cannot tell people apart."),
    "blank": _("Empty in the rows looked at."),
}


SAMPLES = 3


class ColumnsForm:
    """A choice of key per column. Untouched, a recognised export keeps its preset's own reading."""

    def __init__(self, guess: Guess, known: SavedMapping | None, data: Any) -> None:
        self._guess = guess
        self._data = data
        proposed = dict(known.mapping) if known else dict(guess.columns.columns)
        self._proposed = {column: key for key, column in proposed.items()}
        self._known = known
        self.names = names_of(guess.kind)
        self.errors: list[str] = []

    def chosen(self, position: int, column: str) -> str:
        if self._data is not None:
            return str(self._data.get(f"column-{position}", ""))
        return self._proposed.get(column, "")

    def is_valid(self) -> bool:
        keys = [key for key in self._choices().values() if key]
        twice = sorted({str(self.names.get(key, key)) for key in keys if keys.count(key) > 1})
        self.errors = (
            [str(_("Two columns cannot both be: %(names)s.") % {"names": ", ".join(twice)})] if twice else []
        )
        return not twice and all(key in self.names for key in keys)

    @property
    def mapping(self) -> dict[str, str]:
        """Key → column; empty when the choices are just what the preset reads."""
        chosen = {key: column for column, key in self._choices().items() if key}
        recognised = self._guess.is_certain and chosen == dict(self._guess.columns.columns)
        return {} if recognised else chosen

    @property
    def preset(self) -> str:
        return self._guess.preset.id if not self.mapping else ""

    @property
    def source(self) -> str:
        if self._data is not None:
            return str(self._data.get("source", "")).strip()[:40]
        return self._known.source if self._known else self._guess.preset.platform

    def _choices(self) -> dict[str, str]:
        return {column: self.chosen(n, column) for n, column in enumerate(self._guess.sheet.header)}


def columns_context(guess: Guess, form: ColumnsForm) -> dict[str, Any]:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return {
        "form": form,
        "recognised": guess.preset.label.get(language, "") if guess.is_certain else "",
        "keys": form.names.items(),
        "kind": guess.kind,
        "may_be_other": not guess.is_certain,
        "columns": [
            {
                "position": position,
                "preview": column,
                "samples": [mask_numbers(sample) for sample in column.samples[:SAMPLES]],
                "chosen": form.chosen(position, column.column),
                "warnings": [WARNINGS[code] for code in column.warnings if code in WARNINGS],
            }
            for position, column in enumerate(guess.previews())
        ],
    }
