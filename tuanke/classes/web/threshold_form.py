"""What is typed on the page of cut-offs: read, refused by name, and shown again."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuanke.facts.domain.thresholds import CUTS, FEWEST_BUYERS, FIXED, QUANTILE, Choice, ThresholdError
from tuanke.insights.parameters import SHORTEST_WINDOW_DAYS, USUAL
from tuanke.kit.money import from_fen, to_fen

NAMES: Mapping[str, Promise] = {
    "frequency": gettext_lazy("How often they buy"),
    "amount": gettext_lazy("How much they spend"),
    "value": gettext_lazy("Average order"),
}
LARGEST = Decimal(10) ** 12


def typed_choice(dimension: str, typed: Mapping[str, str]) -> Choice:
    """Raises ThresholdError for what is no number."""
    is_fixed = typed.get("mode") == FIXED
    prefix = "fixed" if is_fixed else "percent"
    is_money = is_fixed and dimension != "frequency"
    parts = {
        part: _number(part, typed.get(f"{prefix}_{part}", ""), is_money=is_money) for part in CUTS[dimension]
    }
    return Choice(
        dimension=dimension,
        is_fixed=is_fixed,
        mid=parts.get("mid"),
        high=parts["high"],
        window_days=_number("window_days", typed.get("window_days", ""), is_money=False),
    )


def _number(field: str, text: str, *, is_money: bool) -> int | None:
    """Whole, or yuan as fen; None where nothing is typed."""
    plain = text.strip().replace(",", "").replace("，", "").removeprefix("¥")
    if not plain:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ThresholdError(field, "no_number") from None
    if not number.is_finite() or abs(number) > LARGEST:
        raise ThresholdError(field, "too_large")
    if not is_money and number != number.to_integral_value():
        raise ThresholdError(field, "no_whole_number")
    return to_fen(number) if is_money else int(number)


def values_of(dimension: str, row: Any, run: Any) -> dict[str, Any]:
    """What the fields hold at first.

    `row` is the ThresholdSet in force and `run` the last full ScoringRun, or None.
    """
    numbers = run.parameters if run else {}
    values: dict[str, Any] = {
        "mode": row.mode if row else QUANTILE,
        "window_days": numbers.get("window_days", 365),
    }
    for part, name in CUTS[dimension].items():
        today = getattr(row, part) if row and row.mode == FIXED else numbers.get(name)
        values[f"fixed_{part}"] = _shown(today, is_money=dimension != "frequency")
        percent = getattr(row, f"{part}_percent") if row else None
        values[f"percent_{part}"] = percent or round(USUAL[name] * 100)
    return values


def _shown(number: int | None, *, is_money: bool) -> str:
    if number is None:
        return ""
    return f"{from_fen(number):.2f}".removesuffix(".00") if is_money else str(number)


def refusal(error: ThresholdError) -> str:
    return {
        "missing": _("Type a number."),
        "no_number": _("That is no number."),
        "no_whole_number": _("Type a whole number."),
        "too_large": _("That is too large."),
        "not_positive": _("Type a number above zero."),
        "not_ascending": _("The upper cut-off must be above the middle one."),
        "share_out_of_range": _("Type a share between 1 and 99."),
        "window_too_short": _("A window has at least %(n)s days.") % {"n": SHORTEST_WINDOW_DAYS},
        "window_too_long": _("A window has at most ten years."),
        "too_few_buyers": _("With fewer than %(n)s buyers shares say nothing: type numbers of your own.")
        % {"n": FEWEST_BUYERS},
    }[error.code]
