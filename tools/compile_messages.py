"""Compiles every catalogue of translations, .po → .mo (not in git). Needs polib only."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    for path in sorted(ROOT.glob("tuanke/**/*.po")):
        compile_catalogue(path)


def compile_catalogue(path: Path) -> Path:
    """What is untranslated or fuzzy is left out: Django then shows the English text."""
    compiled = path.with_suffix(".mo")
    polib.pofile(str(path)).save_as_mofile(str(compiled))
    return compiled


if __name__ == "__main__":
    main()
