"""The terms a customer is found by: each character, the pinyin from any syllable on, initials, number tails.

One term per character, because trigrams do not find two-character names (DESIGN 2, Search).
"""

import os
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Single characters are looked up: its table of phrases, 45 MB in every process, would not be read.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "yes")

CHINESE = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[0-9a-z]+")
WHOLE_NUMBER = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
SEPARATORS = re.compile(r"[\s()-]")
MOST_SYLLABLES = 12

# Readings of characters as surnames, where they differ from the everyday reading.
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "任": "ren", "区": "ou", "查": "zha", "盖": "ge",
    "朴": "piao", "翟": "zhai", "尉": "wei", "宓": "mi", "缪": "miao", "洗": "xian", "覃": "qin", "召": "shao",
    "纪": "ji", "乐": "yue", "员": "yun", "折": "she", "黑": "he", "秘": "bi", "冼": "xian", "华": "hua",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "澹台": ("tan", "tai"), "鲜于": ("xian", "yu"), "亓官": ("qi", "guan"), "乐正": ("yue", "zheng"),
}  # fmt: skip


def search_terms(name: str, tails: Iterable[str] = ()) -> list[str]:
    """Distinct terms in a stable order, for a person's or organisation's name and the ends of their numbers."""
    folded = name.lower()
    terms = [*WORD.findall(folded)]
    for run in CHINESE.findall(folded):
        terms += run
        terms += _pinyin_terms(run)
    return list(dict.fromkeys([*terms, *(tail for tail in tails if tail)]))


def sort_name(name: str) -> str:
    """What the name sorts by: pinyin for Chinese, lower case for the rest."""
    folded = name.strip().lower()
    return "".join(
        " ".join(_syllables(part)) if CHINESE.fullmatch(part) else part
        for part in re.split(r"([\u3400-\u9fff]+)", folded)
    )[:200]


def query_terms(text: str) -> list[tuple[str, bool]]:
    """(term, is a prefix) for what somebody typed; every term must match."""
    folded = text.lower()
    chinese = [(character, False) for run in CHINESE.findall(folded) for character in run]
    return chinese + [(word, True) for word in WORD.findall(folded)]


def typed_number(text: str) -> str | None:
    """The whole mainland mobile number somebody typed, as it is stored; None where it is something else."""
    match = WHOLE_NUMBER.fullmatch(SEPARATORS.sub("", unicodedata.normalize("NFKC", text)))
    return f"+86{match[1]}" if match else None


def _pinyin_terms(run: str) -> list[str]:
    syllables = _syllables(run)[:MOST_SYLLABLES]
    starts = range(len(syllables))
    full = ["".join(syllables[start:]) for start in starts]
    initials = ["".join(syllable[0] for syllable in syllables[start:]) for start in starts]
    return full + initials


def _syllables(run: str) -> list[str]:
    syllables = [_syllable(character) for character in run]
    if run[:2] in COMPOUND_SURNAMES:
        return [*COMPOUND_SURNAMES[run[:2]], *syllables[2:]]
    return [SURNAMES.get(run[0], syllables[0]), *syllables[1:]]


@lru_cache(maxsize=30_000)
def _syllable(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # its tables take a third of a second

    return str(lazy_pinyin(character, style=Style.NORMAL)[0])
