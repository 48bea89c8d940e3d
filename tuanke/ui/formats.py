"""How numbers, money and days are written, in the language of the page."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from tuanke.kit.money import from_fen


def yuan(fen: int) -> str:
    """As ¥1,234.50."""
    amount = from_fen(fen)
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,.2f}"


def yuan_short(fen: int) -> str:
    """¥12.3万 in Chinese, ¥123k in English; whole yuan below that."""
    sign, amount = ("-" if fen < 0 else ""), abs(float(from_fen(fen)))
    return f"{sign}¥{_short(amount)}"


def percent(share: float, digits: int = 1) -> str:
    return f"{share * 100:.{digits}f}%"


def day(value: date, *, today: date | None = None) -> str:
    """11月21日 or 21 Nov; with the year when it is not this one."""
    same_year = today is not None and today.year == value.year
    if _is_chinese():
        return f"{value.month}月{value.day}日" if same_year else f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%b}" if same_year else f"{value.day} {value:%b} {value.year}"


def days(count: float) -> str:
    """A length of time somebody can picture."""
    whole = round(count)
    if whole < 120:  # noqa: PLR2004
        return _("%(n)s days") % {"n": whole}
    if whole < 730:  # noqa: PLR2004
        return _("%(n)s months") % {"n": round(whole / 30.44)}
    return _("%(n)s years") % {"n": round(whole / 365.25, 1)}


def _is_chinese() -> bool:
    return (translation.get_language() or "").startswith("zh")


# (from, divided by, written after), smallest first
Unit = tuple[float, float, str]
CHINESE_UNITS: tuple[Unit, ...] = ((0, 1, ""), (1e4, 1e4, "万"), (1e8, 1e8, "亿"))
ENGLISH_UNITS: tuple[Unit, ...] = ((0, 1, ""), (1e4, 1e3, "k"), (1e6, 1e6, "m"), (1e9, 1e9, "bn"))


def _short(amount: float) -> str:
    """In the largest unit it reaches once rounded: 999,990 is 1m, not 1000k."""
    units = CHINESE_UNITS if _is_chinese() else ENGLISH_UNITS
    chosen = units[0]
    for larger in units[1:]:
        if _rounded(amount, chosen[1]) * chosen[1] < larger[0]:
            break
        chosen = larger
    value = _rounded(amount, chosen[1])
    return f"{value:,.1f}".removesuffix(".0") + chosen[2]


def _rounded(amount: float, unit: float) -> float:
    """Whole below the first unit; above it three digits that matter."""
    value = amount / unit
    return round(value) if unit == 1 or value >= 100 else round(value, 1)  # noqa: PLR2004
