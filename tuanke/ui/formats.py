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


def number_short(value: float) -> str:
    return ("-" if value < 0 else "") + _short(abs(value))


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


# (from, divided by, written after), largest first
CHINESE_UNITS = ((1e8, 1e8, "亿"), (1e4, 1e4, "万"))
ENGLISH_UNITS = ((1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k"))


def _short(amount: float) -> str:
    for least, unit, name in CHINESE_UNITS if _is_chinese() else ENGLISH_UNITS:
        if amount >= least:
            return f"{_trim(amount / unit)}{name}"
    return f"{amount:,.0f}"


def _trim(value: float) -> str:
    text = f"{value:.1f}" if value < 100 else f"{value:.0f}"  # noqa: PLR2004
    return text.removesuffix(".0")
