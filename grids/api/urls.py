from django.urls import path

from grids.api import areas

urlpatterns = [
    path("", areas.Areas.as_view(), name="api_areas"),
    path("at/", areas.AreasAt.as_view(), name="api_areas_at"),
    path("<uuid:pk>/", areas.OneArea.as_view(), name="api_area"),
    path("<uuid:pk>/subtree/", areas.Subtree.as_view(), name="api_area_subtree"),
]
