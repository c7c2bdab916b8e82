"""Pages of the room, by what they are about."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = [
    # register
    # liaison
    # months and duties
    # visits and demands
    # cards and volumes
    # campaigns
    # residents' requests about their data
]
