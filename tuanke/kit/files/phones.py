"""Phone cells: what kind of number it is before any parser sees it, since parsers drop `*` without a word."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import per_distinct

KINDS = ("plain", "floated", "two", "foreign", "landline", "masked", "virtual", "invalid")
IDENTITY_KINDS = ("plain", "floated", "foreign")  # one person's own number, complete

_READ = pa.struct([("kind", pa.string()), ("e164", pa.string())])
_MOBILE = r"^1[3-9][0-9]{9}$"

_LONGEST = 60
_MASK = re.compile(r"\*|(?<=\d)[xX•●]{3,}")
_FLOAT = re.compile(r"(\d{7,15})\.0+")
_SEPARATORS = re.compile(r"[/,、;|\n]|\s或\s|\s{2,}")
_EXTENSION = re.compile(
    r"(?:-\d{3,4}|转\s*\d+|\[\d+\]|\(\d{3,4}\)|,\d{3,4}|ext\.?\s*\d+|#\d+)$", re.IGNORECASE
)
_PREFIX = re.compile(r"^(?:\(?\+?86\)?|0086|86)[-\s]?(?=1[3-9])")
_LANDLINE = re.compile(r"(?:\(?0\d{2,3}\)?[-\s]?)?[2-8]\d{6,7}(?:-\d{1,6})?|[48]00[-\s]?\d{3}[-\s]?\d{4}")


@dataclass(frozen=True)
class Phones:
    """`kind` is one of KINDS, null for a blank cell; `e164` is null unless the number can be called."""

    kind: pa.StringArray
    e164: pa.StringArray

    def identities(self) -> pa.StringArray:
        """E.164 where the number tells one customer from another, else null: no mask, no shared number."""
        own = pc.is_in(self.kind, value_set=pa.array(IDENTITY_KINDS))
        return pc.if_else(own, self.e164, pa.scalar(None, pa.string()))


def phones(cells: pa.StringArray) -> Phones:
    plain = pc.match_substring_regex(cells, _MOBILE)
    nothing = pa.scalar(None, pa.string())
    quick = pc.if_else(plain, pc.binary_join_element_wise("+86", cells, ""), nothing)
    rest = per_distinct(pc.if_else(plain, nothing, cells), _read, _READ)
    kind = pc.coalesce(pc.if_else(plain, "plain", nothing), pc.struct_field(rest, "kind"))
    return Phones(kind, pc.coalesce(quick, pc.struct_field(rest, "e164")))


def _read(text: str) -> dict[str, str | None]:
    kind, e164 = classify(text)
    return {"kind": kind, "e164": e164}


def classify(text: str) -> tuple[str, str | None]:
    """(kind, E.164 or None) of one cell that is not blank. Of two numbers the first that can be called."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if len(plain) > _LONGEST:
        return "invalid", None
    if _MASK.search(plain):
        return "masked", None
    if match := _FLOAT.fullmatch(plain):
        kind, e164 = _single(match[1])
        return ("floated" if e164 else kind), e164
    parts = [part for part in _SEPARATORS.split(plain) if part.strip()]
    if len(parts) > 1 and not _EXTENSION.search(plain):
        numbers = [e164 for _, e164 in map(_single, map(str.strip, parts)) if e164]
        return ("two", numbers[0]) if numbers else ("invalid", None)
    return _single(plain)


def _single(text: str) -> tuple[str, str | None]:
    bare = _PREFIX.sub("", text)
    digits = re.sub(r"[\s().-]", "", bare)
    if re.fullmatch(_MOBILE, digits):
        return "plain", f"+86{digits}"
    extension = _EXTENSION.search(bare)
    if extension and re.fullmatch(_MOBILE, re.sub(r"[\s-]", "", bare[: extension.start()])):
        return "virtual", None
    if _LANDLINE.fullmatch(bare):
        return "landline", _parsed(bare)
    if text.startswith(("+", "00")) and (e164 := _parsed(re.sub(r"^00", "+", text))):
        return "foreign" if not e164.startswith("+86") else "landline", e164
    return "invalid", None


def _parsed(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    formatted: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return formatted
