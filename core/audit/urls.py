from django.urls import path

from core.audit.views import search

urlpatterns = [
    path("", search.page, name="audit_search"),
    path("export/", search.export, name="audit_export"),
    path("verify/", search.verify, name="audit_verify"),
]
