from django.urls import include, path

from governance.views import desk

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("", include("accounts.urls")),
    path("areas/", include("grids.urls")),
]
