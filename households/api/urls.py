from django.urls import path

from households.api import doors, visits

urlpatterns = [
    # register
    path("doors/", doors.Doors.as_view(), name="api_doors"),
    # visits and demands
    path("visits/", visits.Visits.as_view(), name="api_visits"),
]
