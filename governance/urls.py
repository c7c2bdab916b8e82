from django.urls import include, path

from governance.views import desk, healthz, pwa, search

urlpatterns = [
    path("healthz", healthz.healthz, name="healthz"),
    path("", desk.desk, name="desk"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("service-worker.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("search/", search.search, name="search"),
    path("", include("accounts.urls")),
    path("areas/", include("grids.urls")),
    path("api/", include("governance.api.urls")),
    path("audit/", include("core.audit.urls")),
    path("calendar/", include("core.workcalendar.urls")),
    path("disputes/", include("disputes.urls")),
    path("households/", include("households.urls")),
    path("inbox/", include("core.notifications.urls")),
    path("imports/", include("core.tabular.urls")),
    path("exports/", include("core.tabular.urls_out")),
    path("documents/", include("core.printing.urls")),
]

handler400 = "governance.views.errors.bad_request"
handler403 = "governance.views.errors.permission_denied"
handler404 = "governance.views.errors.not_found"
handler500 = "governance.views.errors.server_error"
