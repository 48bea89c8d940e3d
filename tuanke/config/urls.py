from django.urls import include, path

from tuanke.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("preferences/", include("tuanke.platform.preferences.web.urls")),
]
