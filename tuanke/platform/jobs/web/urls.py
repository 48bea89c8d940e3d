from django.urls import path

from tuanke.platform.jobs.web import views

app_name = "jobs"
urlpatterns = [
    path("", views.run_list, name="list"),
    path("<uuid:uid>/cancel/", views.cancel, name="cancel"),
]
