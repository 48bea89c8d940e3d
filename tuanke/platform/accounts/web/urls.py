from django.urls import path

from tuanke.platform.accounts.web.views import staff, tokens, welcome

app_name = "accounts"
urlpatterns = [
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
    path("staff/", staff.staff_list, name="staff"),
    path("staff/new/", staff.staff_new, name="staff_new"),
    path("staff/teams/", staff.team_new, name="team_new"),
    path("staff/tokens/", tokens.token_list, name="tokens"),
    path("staff/tokens/<uuid:uid>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("staff/<int:pk>/", staff.staff_edit, name="staff_edit"),
]
