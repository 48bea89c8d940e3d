from django.urls import path

from tuanke.platform.imports.web import views

app_name = "imports"
urlpatterns = [
    path("", views.batch_list, name="list"),
    path("new/", views.upload, name="new"),
    path("<uuid:uid>/", views.batch_page, name="batch"),
    path("runs/<uuid:uid>/", views.of_run, name="of_run"),
    path("<uuid:uid>/columns/", views.columns, name="columns"),
    path("<uuid:uid>/start/", views.start, name="start"),
    path("<uuid:uid>/cancel/", views.cancel, name="cancel"),
    path("<uuid:uid>/undo/", views.undo, name="undo"),
    path("<uuid:uid>/rejects.csv", views.rejects, name="rejects"),
]
