from django.urls import path

from tuanke.platform.imports.web.views import batches, coming

app_name = "imports"
urlpatterns = [
    path("", batches.batch_list, name="list"),
    path("new/", coming.upload, name="new"),
    path("<uuid:uid>/", batches.batch_page, name="batch"),
    path("runs/<uuid:uid>/", batches.of_run, name="of_run"),
    path("<uuid:uid>/columns/", coming.columns, name="columns"),
    path("<uuid:uid>/start/", coming.start, name="start"),
    path("<uuid:uid>/cancel/", batches.cancel, name="cancel"),
    path("<uuid:uid>/undo/", batches.undo, name="undo"),
    path("<uuid:uid>/rejects.csv", batches.rejects, name="rejects"),
]
