from django.urls import path

from core.workcalendar.views import calendar, changes, hours

urlpatterns = [
    path("", calendar.page, name="calendar"),
    path("days/", changes.add_day, name="calendar_day_add"),
    path("days/<uuid:pk>/remove/", changes.remove_day, name="calendar_day_remove"),
    path("hours/", hours.set_hours, name="calendar_hours_set"),
    path("hours/<uuid:pk>/remove/", hours.remove_hours, name="calendar_hours_remove"),
    path("adopt/", changes.adopt, name="calendar_adopt"),
]
