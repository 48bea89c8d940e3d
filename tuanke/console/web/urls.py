from django.urls import path

from tuanke.console.web.views import (
    audit,
    customer_bulk,
    customer_columns,
    customer_export,
    customer_list,
    customer_views,
    customers,
    home,
    search,
)
from tuanke.console.web.views.analytics import export, pages, questions

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("customers/", customer_list.customer_list, name="customers"),
    path("customers/bulk/", customer_bulk.change, name="customer_bulk"),
    path("customers/bulk/<uuid:uid>/undo/", customer_bulk.undo, name="customer_bulk_undo"),
    path("customers/columns/", customer_columns.choose, name="customer_columns"),
    path("customers/export/", customer_export.export, name="customer_export"),
    path("customers/export/<uuid:uid>/", customer_export.run_page, name="export_run"),
    path("customers/export/<uuid:uid>/file/", customer_export.fetch, name="export_file"),
    path("customers/views/", customer_views.save, name="customer_view_save"),
    path("customers/views/<uuid:uid>/", customer_views.change, name="customer_view"),
    path("customers/views/<uuid:uid>/restore/", customer_views.restore, name="customer_view_restore"),
    path("customers/<uuid:uid>/", customers.customer_page, name="customer"),
    path("audit/", audit.audit, name="audit"),
    path("analytics/", pages.analytics, name="analytics"),
    path("analytics/findings/", pages.findings, name="findings"),
    path("analytics/second-order/", questions.second_order, name="second_order"),
    path("analytics/cohorts/", questions.cohorts, name="cohorts"),
    path("analytics/rfm/", questions.rfm, name="rfm"),
    path("analytics/cycle/", questions.cycle, name="cycle"),
    path("analytics/concentration/", questions.concentration, name="concentration"),
    path("analytics/first-repeat/", questions.first_repeat, name="first_repeat"),
    path("analytics/demand/", questions.demand, name="demand"),
    path("analytics/needs/", questions.customer_needs, name="analytics_needs"),
    path("analytics/ahead/", questions.foretold, name="foretold"),
    path("analytics/export/<str:report>/", export.export, name="analytics_export"),
]
