from django.urls import path

from tuanke.platform.audit.web import views

app_name = "audit"
urlpatterns = [path("", views.entry_list, name="list")]
