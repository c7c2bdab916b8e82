from django.urls import path

from core.workcalendar.views import calendar, changes

urlpatterns = [
    path("", calendar.page, name="calendar"),
    path("days/", changes.add_day, name="calendar_day_add"),
    path("days/<uuid:pk>/remove/", changes.remove_day, name="calendar_day_remove"),
    path("adopt/", changes.adopt, name="calendar_adopt"),
]
