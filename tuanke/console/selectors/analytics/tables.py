"""The reports as plain tables for a spreadsheet: money in yuan, shares in per cent, days as days."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tuanke.catalog.selectors.products import names_of
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.names import class_name
from tuanke.console.selectors.analytics.card_words import products_of, told
from tuanke.console.selectors.analytics.demand import demand_table
from tuanke.console.selectors.analytics.needs import NEED, need_classes
from tuanke.facts.selectors.insight_cards import list_cards
from tuanke.facts.selectors.reports import read_reports
from tuanke.kit.money import from_fen
from tuanke.platform.accounts.domain.permissions import Viewer

Table = tuple[list[str], list[list[Any]]]


def _read(name: str) -> Any:
    return read_reports(name).get(name)


def _percent(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(f"{share * 100:.1f}")


def need_classification(viewer: Viewer) -> Table:
    header = [_("Need"), _("Customers"), _("Share in %"), _("Margin so far"), _("At stake a year")]
    rows = need_classes(classes.count_by_class(NEED, viewer))
    return header, [
        [
            str(row["name"]),
            row["customers"],
            _percent(row["share"]),
            from_fen(row["margin"]),
            from_fen(row["stake"]),
        ]
        for row in rows
    ]


def need_trend(_viewer: Viewer) -> Table:
    return _trend(_read("need_trend"), _("Need"), are_needs=True)


def category_trend(_viewer: Viewer) -> Table:
    return _trend(_read("category_trend"), _("Category"), are_needs=False)


def _trend(found: Any, what: str, *, are_needs: bool) -> Table:
    """A row per group and month with the season of that month, where it is known."""
    header = [what, _("Month"), _("Customers"), _("Season (1 = usual)"), _("Without the season")]
    rows = []
    for group in found["groups"] if found else []:
        name = str(class_name(NEED, group["name"])) if are_needs else group["name"]
        for place, month in enumerate(found["months"]):
            day = date.fromisoformat(month)
            index = group["season"] and Decimal(f"{group['season'][day.month - 1]:.2f}")
            plain = group["adjusted"] and group["adjusted"][place]
            rows.append([name, day, group["customers"][place], index, _rounded(plain)])
    return header, rows


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.1f}")


def preferences(_viewer: Viewer) -> Table:
    header = [
        _("Category"),
        _("Interested customers"),
        _("Main interest of"),
        _("Lines bought"),
        _("Interactions"),
        _("Margin so far"),
    ]
    rows = _read("preferences") or []
    names = ("category", "customers", "main", "lines", "acts")
    return header, [[*(row[name] for name in names), from_fen(row["margin_fen"])] for row in rows]


def demand(_viewer: Viewer) -> Table:
    """The preparation list: a row per category and product with what each of the coming weeks will ask for."""
    found = _read("demand")
    if found is None:
        return [_("Goods")], []
    table = demand_table(found, names_of([one["code"] for one in found["products"]]))
    weeks = [f"{week['starts_on']:%m-%d}" for week in table["weeks"]]
    header = [
        _("Kind"),
        _("Goods"),
        _("Last 4 weeks"),
        *weeks,
        _("Next 4 weeks"),
        _("At least"),
        _("At most"),
    ]
    kinds = ((_("Category"), table["categories"]), (_("Product"), table["products"]))
    return header, [_ahead(kind, row, len(weeks)) for kind, rows in kinds for row in rows]


def _ahead(kind: str, row: dict[str, Any], weeks: int) -> list[Any]:
    ahead = row["ahead"]
    if ahead is None:
        return [kind, row["name"], row["last"], *[None] * (weeks + 3)]
    totals = [round(ahead[name]) for name in ("total", "low", "high")]
    return [kind, row["name"], row["last"], *(mean for mean, _low, _high in ahead["weeks"]), *totals]


def findings(_viewer: Viewer) -> Table:
    header = [
        _("Finding"),
        _("Number"),
        _("What it is"),
        _("Compared"),
        _("From"),
        _("To"),
        "n",
        _("Customers"),
        _("Margin of a year"),
    ]
    cards = list_cards()
    products = names_of(products_of(cards))
    return header, [
        [
            one.claim,
            one.number,
            one.what,
            one.other,
            one.low,
            one.high,
            one.n,
            one.people,
            from_fen(one.margin_fen),
        ]
        for one in (told(card, products) for card in cards)
    ]


TABLES: dict[str, Callable[[Viewer], Table]] = {
    "need-classification": need_classification,
    "need-trend": need_trend,
    "category-trend": category_trend,
    "preferences": preferences,
    "demand": demand,
    "findings": findings,
}
