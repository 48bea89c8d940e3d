from django.urls import path

from tuanke.reports.web.views import exporting, keeping, listing, people, report, schedules

app_name = "reports"
urlpatterns = [
    path("", listing.report_list, name="list"),
    path("ask/", report.ask, name="ask"),
    path("people/", people.people, name="people"),
    path("export/", exporting.export, name="export"),
    path("save/", keeping.save, name="save"),
    path("built-in/<slug:slug>/", report.built_in, name="built_in"),
    path("saved/<uuid:uid>/", report.saved, name="saved"),
    path("saved/<uuid:uid>/change/", keeping.change, name="change"),
    path("saved/<uuid:uid>/restore/", keeping.restore, name="restore"),
    path("saved/<uuid:uid>/schedule/", schedules.new, name="schedule_new"),
    path("schedules/<uuid:uid>/", schedules.change, name="schedule"),
    path("deliveries/<uuid:uid>/retry/", schedules.retry, name="retry"),
]
