from django.urls import path

from core.printing.views import documents

urlpatterns = [
    path("", documents.page, name="documents"),
    path("audit-extract/", documents.audit_extract, name="audit_extract"),
    path("<uuid:pk>/", documents.reprint, name="document_reprint"),
]
