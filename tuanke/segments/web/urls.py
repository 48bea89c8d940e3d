from django.urls import path

from tuanke.segments.web.views import (
    builder,
    changing,
    customers,
    keeping,
    listing,
    lists,
    one,
    suggesting,
    targets,
)

app_name = "segments"
urlpatterns = [
    path("", listing.segment_list, name="list"),
    path("new/", builder.new, name="new"),
    path("check/", builder.live, name="check"),
    path("values/", suggesting.values, name="values"),
    path("save/", keeping.save, name="save"),
    path("lists/new/", lists.new_list, name="list_new"),
    path("targets/", targets.target_list, name="targets"),
    path("targets/<uuid:uid>/", targets.target, name="target"),
    path("targets/<uuid:uid>/end/", targets.end_target, name="target_end"),
    path("of/<uuid:uid>/", customers.card, name="card"),
    path("of/<uuid:uid>/why/", customers.why, name="why"),
    path("of/<uuid:uid>/decide/", customers.decide, name="decide"),
    path("<uuid:uid>/", one.one, name="one"),
    path("<uuid:uid>/edit/", builder.edit, name="edit"),
    path("<uuid:uid>/change/", changing.change, name="change"),
    path("<uuid:uid>/combine/", keeping.combine, name="combine"),
    path("<uuid:uid>/snapshot/", keeping.take_snapshot, name="snapshot"),
    path("<uuid:uid>/archive/", keeping.archive, name="archive"),
    path("<uuid:uid>/restore/", keeping.restore, name="restore"),
    path("<uuid:uid>/put-in/", lists.put_in, name="put_in"),
    path("<uuid:uid>/take-out/", lists.take_out, name="take_out"),
    path("<uuid:uid>/target/", targets.new_target, name="target_new"),
]
