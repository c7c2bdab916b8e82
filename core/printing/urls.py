from django.urls import path

from core.printing.views import documents, lists

urlpatterns = [
    path("", documents.page, name="documents"),
    path("audit-extract/", documents.audit_extract, name="audit_extract"),
    path("lists/<str:key>/", lists.ledger, name="list_ledger"),
    path("<uuid:pk>/", documents.reprint, name="document_reprint"),
]
