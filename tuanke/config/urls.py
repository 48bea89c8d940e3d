from django.urls import include, path

from tuanke.config import health, metrics

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("tuanke.console.web.urls")),
    path("", include("tuanke.platform.accounts.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("tuanke.care.web.urls")),
    path("customers/", include("tuanke.customers.web.urls")),
    path("classes/", include("tuanke.classes.web.urls")),
    path("segments/", include("tuanke.segments.web.urls")),
    path("reports/", include("tuanke.reports.web.urls")),
    path("products/", include("tuanke.catalog.web.urls")),
    path("imports/", include("tuanke.platform.imports.web.urls")),
    path("jobs/", include("tuanke.platform.jobs.web.urls")),
    path("notifications/", include("tuanke.platform.notifications.web.urls")),
    path("api/v1/", include("tuanke.api.rest.web.urls")),
    path("preferences/", include("tuanke.platform.preferences.web.urls")),
]
