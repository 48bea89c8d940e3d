from django.urls import path

from tuanke.console.web.views import analytics, audit, customers, home, search

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("customers/", customers.customer_list, name="customers"),
    path("customers/<uuid:uid>/", customers.customer_page, name="customer"),
    path("audit/", audit.audit, name="audit"),
    path("analytics/", analytics.analytics, name="analytics"),
]
