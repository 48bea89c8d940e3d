"""The pages of one question each."""

from django.http import HttpRequest, HttpResponse

from tuanke.catalog.selectors.products import names_of
from tuanke.classes.selectors import classes
from tuanke.console.selectors.analytics import cohorts as cohort_words
from tuanke.console.selectors.analytics import demand as demand_words
from tuanke.console.selectors.analytics import foretold as foretold_words
from tuanke.console.selectors.analytics import money, returning
from tuanke.console.selectors.analytics import needs as need_words
from tuanke.console.selectors.analytics.grid import rfm_grid
from tuanke.console.web.views.analytics.showing import Found, show
from tuanke.facts.selectors import scores
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of


@needs(Permission.ANALYTICS_VIEW)
def second_order(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        chart = returning.curve_chart(found["second_order_curve"])
        return {**returning.second_order(found), "chart": chart, "buyers": found["repurchase"]["customers"]}

    return show(request, "second_order", ("second_order", "second_order_curve"), build)


@needs(Permission.ANALYTICS_VIEW)
def cohorts(request: HttpRequest) -> HttpResponse:
    by_margin = request.GET.get("show") == "margin"

    def build(found: Found) -> Found:
        return {
            "by_margin": by_margin,
            "cohorts": cohort_words.cohort_table(found["cohorts"], by_margin=by_margin),
            "by_cohort": cohort_words.horizons(found["cohort_horizons"]),
            "newest": cohort_words.newest_known(found["cohort_horizons"]),
        }

    return show(request, "cohorts", ("cohorts", "cohort_horizons"), build)


@needs(Permission.ANALYTICS_VIEW)
def rfm(request: HttpRequest) -> HttpResponse:
    return show(request, "rfm", ("rfm",), lambda found: {"grid": rfm_grid(found["rfm"])})


@needs(Permission.ANALYTICS_VIEW)
def cycle(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        run = scores.latest_run()
        return {"cycle": returning.cycle(found["cycles"], run.as_of)} if run else {}

    return show(request, "cycle", ("cycles",), build)


@needs(Permission.ANALYTICS_VIEW)
def concentration(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        return {
            "margin": money.margin_shares(found["concentration"]),
            "chart": money.curve_chart(found["concentration_curve"]),
        }

    return show(request, "concentration", ("concentration", "concentration_curve"), build)


@needs(Permission.ANALYTICS_VIEW)
def first_repeat(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "first_repeat",
        ("first_repeat",),
        lambda found: {"first_repeat": money.first_and_repeat(found["first_repeat"])},
    )


@needs(Permission.ANALYTICS_VIEW)
def demand(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        names = names_of([one["code"] for one in found["demand"]["products"]])
        chart = demand_words.chart(found["demand"])
        return {"demand": demand_words.demand_table(found["demand"], names), "chart": chart}

    return show(request, "demand", ("demand",), build)


@needs(Permission.ANALYTICS_VIEW)
def customer_needs(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        rows = need_words.need_classes(classes.count_by_class(need_words.NEED, viewer_of(request)))
        return {
            "needs": rows,
            "leading": need_words.leading(rows),
            "need_trend": need_words.trend_table(found["need_trend"], are_needs=True),
            "category_trend": need_words.trend_table(found["category_trend"], are_needs=False),
            "preferences": found["preferences"],
        }

    return show(request, "needs", ("need_trend", "category_trend", "preferences"), build)


@needs(Permission.ANALYTICS_VIEW)
def foretold(request: HttpRequest) -> HttpResponse:
    def build(found: Found) -> Found:
        told, run = found["foretold"], scores.latest_run()
        return {
            "trials": foretold_words.trials(told),
            "churn": told["churn"],
            "value": told["value"],
            "cycle": returning.cycle(found["cycles"], run.as_of) if run else None,
        }

    return show(request, "foretold", ("foretold", "cycles"), build)
