"""The catalogue of translations: `python tools/i18n.py update|check`. Needs no gettext programs.

The source language is English; there is one catalogue, Chinese. `update` adds what is new in the code, drops
what is gone and keeps every translation. `check` says what a reader of Chinese would miss.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "tuanke" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "Tuanke",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLAIN = ("_", "gettext", "gettext_lazy", "gettext_noop")
KEYWORDS = {
    **dict.fromkeys(PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]|\{[A-Za-z_]\w*\}")
STRAY_PERCENT = re.compile(r"(?<!%)(?:%%)*%(?![%(])")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
NAMES = ("简体中文", "团客")  # the only Chinese an English text may contain
Key = tuple[str, str]  # context, text


@dataclass
class Message:
    text: str
    plural: str = ""
    context: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return (self.context, self.text)


def messages_in(text: str, path: str) -> Iterator[Message]:
    """The messages of one Python file or Django template."""
    if not path.endswith(".py"):
        text = f"(\n{templatize(text, origin=path)}\n)"  # in brackets a template's indentation means nothing
    for _line, found, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        singular, *plural = (found,) if isinstance(found, str) else found
        yield Message(singular, plural[0] if plural else "", context or "", {path})


def messages_of(root: Path) -> dict[Key, Message]:
    """Every message of the product with the files that use it."""
    merged: dict[Key, Message] = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        for message in messages_in(path.read_text(encoding="utf-8"), name):
            known = merged.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.files.add(name)
    return merged


def _sources(root: Path) -> Iterator[Path]:
    for path in sorted([*root.glob("tuanke/**/*.py"), *root.glob("tuanke/**/templates/**/*.*")]):
        if not {"tests", "migrations"} & set(path.relative_to(root).parts):
            yield path


def updated(messages: dict[Key, Message], old: Iterable[polib.POEntry]) -> polib.POFile:
    """A catalogue of exactly these messages, translated as far as the old one was."""
    translated = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = dict(HEADER)
    for message in sorted(messages.values(), key=lambda message: (message.text, message.context)):
        catalogue.append(_entry(message, translated.get(message.key)))
    return catalogue


def _entry(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    entry.occurrences = [(path, "") for path in sorted(message.files)]
    entry.flags = ["python-format"] if re.search(r"%\(\w+\)|%[sd]", message.text + message.plural) else []
    said = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: said}
    else:
        entry.msgstr = said
    if old:
        entry.tcomment = old.tcomment
        entry.flags += ["fuzzy"] if old.fuzzy else []
    return entry


def problems(messages: dict[Key, Message], entries: Iterable[polib.POEntry]) -> Iterator[str]:
    """What is wrong between code and catalogue, one line each."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in entries}
    for key, message in sorted(messages.items()):
        where = f"{message.text!r} ({', '.join(sorted(message.files))})"
        if CHINESE.search(_without_names(message.text + message.plural)):
            yield f"not English: {where}"
        entry = known.get(key)
        problem = "untranslated" if entry is None or entry.obsolete else _problem(message, entry)
        if problem:
            yield f"{problem}: {where}"
    for key in sorted(known.keys() - messages.keys()):
        yield f"gone from the code: {key[1]!r}"


def _problem(message: Message, entry: polib.POEntry) -> str | None:
    said = entry.msgstr_plural.get(0, "") if message.plural else entry.msgstr
    if entry.fuzzy:
        return "fuzzy"
    if not said:
        return "untranslated"
    wanted = _placeholders(message.plural or message.text)
    if _placeholders(said) != wanted:
        return f"placeholders differ, expected {' '.join(sorted(wanted)) or 'none'}"
    if any("%(" in part for part in wanted) and STRAY_PERCENT.search(said):
        return "a percent sign beside placeholders is written %%"
    return None


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return text


def _entries(path: Path) -> list[polib.POEntry]:
    return list(polib.pofile(str(path))) if path.exists() else []


def _update() -> int:
    catalogue = updated(messages_of(ROOT), _entries(CATALOGUE))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    missing = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
    print(f"{len(catalogue)} messages, {missing} to translate: {CATALOGUE.relative_to(ROOT)}")
    return 0


def _check() -> int:
    found = list(problems(messages_of(ROOT), _entries(CATALOGUE)))
    print("\n".join([*found, f"{len(found)} problems"] if found else ["every message is translated"]))
    return 1 if found else 0


def main(arguments: list[str]) -> int:
    commands = {"update": _update, "check": _check}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: i18n.py {'|'.join(commands)}", file=sys.stderr)
        return 2
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
