from django.urls import path

from tuanke.classes.web import views

app_name = "classes"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:uid>/<str:dimension>/", views.why, name="why"),
    path("<uuid:uid>/<str:dimension>/override/", views.override, name="override"),
    path("<uuid:uid>/<str:dimension>/take-back/", views.take_back, name="take_back"),
]
