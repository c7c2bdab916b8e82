from django.urls import path

from core.workcalendar.views import calendar, changes, hours

urlpatterns = [
    path("", calendar.page, name="calendar"),
    path("days/", changes.add_day, name="calendar_day_add"),
    path("days/<uuid:pk>/remove/", changes.remove_day, name="calendar_day_remove"),
    path("hours/", hours.set_hours, name="calendar_hours_set"),
    path("hours/<uuid:pk>/remove/", hours.remove_hours, name="calendar_hours_remove"),
    path("adopt/", changes.adopt, name="calendar_adopt"),
    path("changes/<uuid:pk>/", changes.change, name="calendar_change"),
    path("changes/<uuid:pk>/progress/", changes.progress, name="calendar_change_progress"),
    path("changes/<uuid:pk>/confirm/", changes.confirm, name="calendar_change_confirm"),
    path("changes/<uuid:pk>/recount/", changes.recount, name="calendar_change_recount"),
    path("changes/<uuid:pk>/drop/", changes.drop, name="calendar_change_drop"),
]
