"""What became of the rows, and what this file cannot tell."""

from typing import Any

from django.utils.translation import gettext as _

from tuanke.analyze.domain.account import Account
from tuanke.analyze.selectors.lifetime import Lifetime
from tuanke.analyze.selectors.measures import Measures
from tuanke.analyze.selectors.report.foretold import gap
from tuanke.insights.forecast import FEWEST_WEEKS
from tuanke.ui.files.wording import reject_sentence

FEW_BUYERS = 100  # below that quantiles say little (domain B0)
YEAR_DAYS = 365


def rows(account: Account) -> dict[str, Any]:
    return {
        "account": account,
        "reasons": [
            {"text": reject_sentence(code, None, None, None), "rows": count}
            for code, count in account.reasons.items()
        ],
    }


def missing(account: Account, measures: Measures, found: Lifetime, days: int) -> list[dict[str, str]]:
    """One entry per thing the report leaves out or weakens: what, and what it would take. `days` of history."""
    keys = account.keys
    gaps = {
        _("Margin"): "cost" not in keys
        and _("The file has no cost column (cost), so every margin here is revenue."),
        _("Demand by category"): "category" not in keys and _("The file has no category column (category)."),
        _("Goods and preparation list"): not {"sku", "product"} & keys
        and _("The file names no goods (product or sku)."),
        _("Orders of several lines"): "order_id" not in keys
        and _("The file has no order number (order_id), so every row counts as an order."),
        _("Demand of the coming weeks"): days < FEWEST_WEEKS * 7
        and _("The file spans %(days)s days; a forecast takes %(needed)s.")
        % {"days": days, "needed": FEWEST_WEEKS * 7},
        _("Repurchase within a year"): days < YEAR_DAYS
        and _("Nobody has been known for a year yet: the file spans %(days)s days.") % {"days": days},
        _("Classes"): measures.parameters.buyers < FEW_BUYERS
        and _("The cut-offs rest on %(n)s buyers of the last year only; below 100 they are rough.")
        % {"n": measures.parameters.buyers},
        _("Who will order again"): found.backtest is None and gap(found),
        _("Coupons and messages"): _("A file of orders does not say what brought an order about."),
    }
    return [{"what": what, "why": why} for what, why in gaps.items() if why]
