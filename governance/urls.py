from django.urls import include, path

from governance.views import desk, healthz

urlpatterns = [
    path("healthz", healthz.healthz, name="healthz"),
    path("", desk.desk, name="desk"),
    path("", include("accounts.urls")),
    path("areas/", include("grids.urls")),
]
