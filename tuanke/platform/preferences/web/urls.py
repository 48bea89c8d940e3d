from django.urls import path

from tuanke.platform.preferences.web import views

app_name = "preferences"
urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("shell/", views.choose_shell, name="shell"),
    path("shop/", views.shop, name="shop"),
    path("theme/", views.choose_theme, name="theme"),
]
