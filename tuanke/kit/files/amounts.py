"""Amounts and quantities: text to exact decimals."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import per_distinct

AMOUNT = pa.decimal128(20, 4)
PRECISE = pa.decimal128(28, 8)  # quantities and unit prices, before they are multiplied
_READ = pa.struct([("value", PRECISE), ("provisional", pa.bool_())])

# what can be cast as it stands; longer fractions are rounded by the slow path
_PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,%d})?$"
_LONGEST = 200  # characters; an amount with its footnote is shorter
_LARGEST = Decimal(10) ** 16  # the integer digits that AMOUNT holds

_CURRENCY = r"(?:[¥$€£]|RMB|CNY|USD|EUR|GBP|HK\$|US\$|人民币)"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?|\.[0-9]+"
_TEXT = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-]?)\s*{_CURRENCY}?\s*(?P<inner>[+-]?)(?P<number>{_NUMBER})\s*"
    rf"(?:元|{_CURRENCY}|(?P<unit>件|个|份|盒|箱|袋|瓶|套|只|条|包|斤))?(?P<close>\))?"
    r"(?P<note>\s*\([^()]*[^\W\d_][^()]*\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Numbers:
    """`values` is null where the cell is blank or no number; `invalid` marks the latter.

    `provisional` marks numbers with a footnote, such as `499.00（系统计算中）`.
    """

    values: pa.Array
    invalid: pa.BooleanArray
    provisional: pa.BooleanArray


def amounts(cells: pa.StringArray) -> Numbers:
    """decimal128(20,4), half up. Currency signs, thousands commas, `(12.00)` for −12, full-width digits."""
    return _numbers(cells, AMOUNT)


def quantities(cells: pa.StringArray) -> Numbers:
    """decimal128(28,8); also unit prices, which are multiplied before anything is rounded."""
    return _numbers(cells, PRECISE)


def _numbers(cells: pa.StringArray, to: pa.DataType) -> Numbers:
    nothing = pa.scalar(None, pa.string())
    plain = pc.match_substring_regex(cells, _PLAIN % to.scale)
    quick = pc.if_else(plain, cells, nothing).cast(to)
    false = pa.repeat(pa.scalar(value=False), len(cells))
    if quick.null_count == cells.null_count:
        return Numbers(quick, false, false)
    rest = per_distinct(pc.if_else(plain, nothing, cells), _read, _READ)
    slow = pc.round(pc.struct_field(rest, "value"), to.scale, "half_towards_infinity").cast(to)
    values = pc.coalesce(quick, slow)
    provisional = pc.fill_null(pc.struct_field(rest, "provisional"), fill_value=False)
    return Numbers(values, pc.and_(pc.is_valid(cells), pc.is_null(values)), provisional)


def _read(text: str) -> dict[str, object] | None:
    number = parse_number(text)
    return None if number is None else {"value": number[0], "provisional": number[1]}


def parse_number(text: str) -> tuple[Decimal, bool] | None:
    """(value to 8 places, whether a footnote follows), or None for what is no finite number in range."""
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    match = _TEXT.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None or bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["inner"]):
        return None
    value = Decimal(match["number"].replace(",", ""))
    if abs(value) >= _LARGEST:
        return None
    if (match["sign"] or match["inner"]) == "-" or match["open"]:
        value = -value
    return value.quantize(Decimal("1e-8"), ROUND_HALF_UP), match["note"] is not None


def product(quantity: pa.Array, price: pa.Array) -> pa.Array:
    """Quantity × unit price as decimal128(20,4), half up; null where either is null or it is out of range."""
    wide = pc.multiply(quantity.cast(pa.decimal256(30, 8)), price.cast(pa.decimal256(30, 8)))
    rounded = pc.round(wide, AMOUNT.scale, "half_towards_infinity")
    limit = pa.scalar(_LARGEST, rounded.type)
    fits = pc.less(pc.abs(rounded), limit)
    return pc.if_else(fits, rounded, pa.scalar(None, rounded.type)).cast(AMOUNT)
