from django.urls import path

from tuanke.care.web import playbooks, views

app_name = "care"
urlpatterns = [
    path("", views.today, name="today"),
    path("<int:pk>/done/", views.finish, name="finish"),
    path("<int:pk>/later/", views.snooze, name="snooze"),
    path("<int:pk>/again/", views.reopen, name="reopen"),
    path("playbooks/", playbooks.playbook_list, name="playbooks"),
    path("playbooks/segment/<uuid:uid>/", playbooks.edit_segment, name="playbook_segment"),
    path("playbooks/segment/<uuid:uid>/remove/", playbooks.remove_from_segment, name="playbook_remove"),
    path("playbooks/<str:dimension>/<str:code>/", playbooks.edit_class, name="playbook"),
    path("playbooks/<str:dimension>/<str:code>/restore/", playbooks.restore_class, name="playbook_restore"),
    path("advice/<uuid:uid>/", playbooks.for_customer, name="advice"),
    path("advice/<str:dimension>/<str:code>/", playbooks.for_class, name="class_advice"),
]
