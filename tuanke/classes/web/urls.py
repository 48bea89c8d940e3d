from django.urls import path

from tuanke.classes.web.views import changes, moves, one, overview, thresholds, why

app_name = "classes"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("changes/", changes.feed, name="changes"),
    path("moves/", moves.moves, name="moves"),
    path("moves/people/", moves.movers, name="movers"),
    path("thresholds/<str:dimension>/", thresholds.thresholds, name="thresholds"),
    path("<uuid:uid>/<str:dimension>/", why.why, name="why"),
    path("<uuid:uid>/<str:dimension>/override/", why.override, name="override"),
    path("<uuid:uid>/<str:dimension>/take-back/", why.take_back, name="take_back"),
    path("<str:dimension>/<path:code>/", one.one_class, name="one"),
]
