from django.urls import path

from tuanke.care.web import playbooks, views

app_name = "care"
urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/<int:pk>/done/", views.finish, name="finish"),
    path("today/<int:pk>/later/", views.snooze, name="snooze"),
    path("today/<int:pk>/again/", views.reopen, name="reopen"),
    path("playbooks/", playbooks.playbook_list, name="playbooks"),
    path("playbooks/of-segment/<uuid:uid>/", playbooks.edit_segment, name="playbook_segment"),
    path("playbooks/of-segment/<uuid:uid>/remove/", playbooks.remove_from_segment, name="playbook_remove"),
    path("playbooks/of-class/<str:dimension>/<str:code>/", playbooks.edit_class, name="playbook"),
    path(
        "playbooks/of-class/<str:dimension>/<str:code>/restore/",
        playbooks.restore_class,
        name="playbook_restore",
    ),
    path("playbooks/for-customer/<uuid:uid>/", playbooks.for_customer, name="advice"),
    path("playbooks/for-class/<str:dimension>/<str:code>/", playbooks.for_class, name="class_advice"),
]
