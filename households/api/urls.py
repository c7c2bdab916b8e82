from django.urls import path

from households.api import visits

urlpatterns = [
    # visits and demands
    path("visits/", visits.Visits.as_view(), name="api_visits"),
]
