from django.urls import path

from households.api import doors

urlpatterns = [
    path("", doors.Doors.as_view(), name="api_doors"),
]
