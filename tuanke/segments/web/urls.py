from django.urls import path

from tuanke.segments.web import views

app_name = "segments"
urlpatterns = [
    path("", views.segment_list, name="list"),
    path("save/", views.save, name="save"),
    path("<uuid:uid>/archive/", views.archive, name="archive"),
]
