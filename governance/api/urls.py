"""Addresses of the API. A room adds `path("<room>/", include("<room>.api.urls"))`."""

from django.urls import include, path

from governance.api import description, me

urlpatterns = [
    path("", description.page, name="api_page"),
    path("schema/", description.Schema.as_view(), name="api_schema"),
    path("me/", me.Me.as_view(), name="api_me"),
    path("areas/", include("grids.api.urls")),
    path("disputes/", include("disputes.api.urls")),
    path("households/", include("households.api.urls")),
]
