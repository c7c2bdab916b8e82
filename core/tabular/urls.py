from django.urls import path

from core.tabular.views import imports

urlpatterns = [
    path("", imports.page, name="imports"),
    path("<str:key>/form.xlsx", imports.form, name="import_form"),
    path("<str:key>/upload/", imports.upload, name="import_upload"),
    path("jobs/<uuid:pk>/", imports.job, name="import_job"),
    path("jobs/<uuid:pk>/progress/", imports.progress, name="import_progress"),
    path("jobs/<uuid:pk>/match/", imports.match, name="import_match"),
    path("jobs/<uuid:pk>/errors.xlsx", imports.errors, name="import_errors"),
    path("jobs/<uuid:pk>/confirm/", imports.confirm, name="import_confirm"),
]
