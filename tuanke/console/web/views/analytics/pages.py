"""How the shop stands, and the findings."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tuanke.catalog.selectors.products import names_of
from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.names import class_name, tone
from tuanke.console.selectors.analytics import overview
from tuanke.console.selectors.analytics.card_words import products_of, told
from tuanke.console.web.views.analytics.showing import Found, show
from tuanke.facts.selectors import insight_cards, scores
from tuanke.insights.claims.choosing import FALSE_DISCOVERIES
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of

SHOWN_MONTHS = 6


@needs(Permission.ANALYTICS_VIEW)
def analytics(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        cards, run = insight_cards.list_cards(), scores.latest_run()
        months = overview.months(found["months"], run.as_of) if run else []
        names = (_("First orders"), _("Repeat orders"))
        return {
            "repurchase": found["repurchase"],
            "compared": overview.compared(found),
            "months": months[:SHOWN_MONTHS],
            "chart": overview.months_chart(months, names),
            "cards": overview.top_cards(cards, names_of(products_of(cards))),
            "tried": found["claims"]["tried"],
            "count": found["claims"]["standing"],
            "lifecycle": _lifecycle(viewer_of(request)),
        }

    return show(request, "overview", ("repurchase_months", "months", "claims"), build)


@needs(Permission.ANALYTICS_VIEW)
def findings(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        cards = insight_cards.list_cards()
        products = names_of(products_of(cards))
        return {
            "cards": [told(card, products) for card in cards],
            **found["claims"],
            "rate": FALSE_DISCOVERIES,
        }

    return show(request, "findings", ("claims",), build)


def _lifecycle(viewer: Viewer) -> list[dict[str, Any]]:
    counts = classes.count_by_class("lifecycle", viewer)
    total = sum(row["customers"] for row in counts.values()) or 1
    nothing = {"customers": 0, "margin": 0, "stake": 0}
    return [
        {"code": code, "name": class_name("lifecycle", code), "tone": tone(code), **counts.get(code, nothing)}
        | {"share": counts.get(code, nothing)["customers"] / total}
        for code in DIMENSIONS["lifecycle"]
    ]
