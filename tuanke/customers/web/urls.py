from django.urls import path

from tuanke.customers.web import views

app_name = "customers"
urlpatterns = [
    path("<uuid:uid>/contacts/<int:pk>/reveal/", views.reveal, name="reveal"),
    path("<uuid:uid>/owner/", views.assign_owner, name="owner"),
    path("<uuid:uid>/note/", views.write_note, name="note"),
]
