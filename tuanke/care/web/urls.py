from django.urls import path

from tuanke.care.web import views

app_name = "care"
urlpatterns = [
    path("", views.today, name="today"),
    path("<int:pk>/done/", views.finish, name="finish"),
    path("<int:pk>/later/", views.snooze, name="snooze"),
    path("<int:pk>/again/", views.reopen, name="reopen"),
]
